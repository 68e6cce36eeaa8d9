package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.CircuitSwitchUse;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.Cable;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.LinkType;

final class CubeTorusTest {

  private static final LinkType LINK = LinkType.lossless("ici", 400_000_000_000L, 500_000);

  /** Without its OCSes it is the plain torus: the same neighbours, whatever the shape. */
  @ParameterizedTest
  @CsvSource({"4, 4, 4", "4, 4, 8", "8, 4, 4", "12, 4, 8", "8, 8, 8"})
  void isThePlainTorus(int x, int y, int z) {
    List<Integer> sizes = List.of(x, y, z);
    int cubes = x * y * z / 64;
    Topology topology = new CubeTorus(sizes, cubes, LINK).build();
    Topology plain = new Torus(TorusShape.torus(sizes), LINK, new TierOptics(null, null)).build();
    assertThat(neighbours(topology)).isEqualTo(neighbours(plain));
    assertThat(Facts.degrees(topology, DeviceKind.GPU)).containsExactly(6);
    // A cube has 3 · 3 · 16 links inside, and a circuit for each of 3 · 16 pairs of ports.
    assertThat(TopologySummary.of(topology).cables())
        .isEqualTo(Map.of("torus", 144 * cubes, "torus-ocs", 48 * cubes));
    assertThat(topology.circuitSwitches()).hasSize(48);
    assertThat(portsInUse(topology))
        .hasSize(48)
        .allSatisfy((ocs, used) -> assertThat(used).as(ocs).isEqualTo(2 * cubes));
  }

  /** The TPU v4 supercomputer: 4,096 chips in 64 cubes, 48 OCSes with 128 of 136 ports in use. */
  @Test
  void tpuV4() {
    Topology topology = new CubeTorus(List.of(16, 16, 16), 64, LINK).build();
    assertThat(TopologySummary.of(topology).gpus()).isEqualTo(4096);
    assertThat(topology.circuitSwitches()).hasSize(48).allMatch(ocs -> ocs.ports() == 136);
    assertThat(portsInUse(topology).values()).containsOnly(128);
    int half = 2048;
    // 2 · N/k = 512 links of 50 GB/s: 25.6 TB/s; Google's documentation of TPU v4 says 24 TB/s.
    assertThat(cut(topology, half)).isEqualTo(512);
  }

  /** An OCS that fails takes its place in the face of every cube: one circuit a cube. */
  @Test
  void aFailedOcsTakesACircuitOfEachCube() {
    Topology topology = new CubeTorus(List.of(4, 4, 8), 3, LINK).build();
    assertThat(CircuitSwitchUse.of(topology))
        .hasSize(48)
        .startsWith(new CircuitSwitchUse("ocs-x-00", 136, 4, 2, 2 * LINK.payloadRateBps()))
        .endsWith(new CircuitSwitchUse("ocs-z-15", 136, 4, 2, 2 * LINK.payloadRateBps()));
  }

  /** Cubes 0 and 2 are broken: the same OCSes join the others, to the same torus. */
  @Test
  void brokenCubesAreLeftOut() {
    List<Integer> sizes = List.of(4, 4, 12);
    Topology topology = new CubeTorus(sizes, 5, LINK).without(List.of(2, 0)).build();
    Topology whole = new CubeTorus(sizes, 3, LINK).build();
    assertThat(neighbours(topology)).isEqualTo(neighbours(whole));
    Set<String> cubes = new TreeSet<>();
    topology.devices().forEach(device -> cubes.add(device.name().split("/", -1)[0]));
    assertThat(cubes).containsExactly("cube-1", "cube-3", "cube-4");
    assertThat(portsInUse(topology).values()).containsOnly(6);
    assertThat(topology.circuitSwitches()).isEqualTo(whole.circuitSwitches());
  }

  /** The OCS of a link depends on its place in the face, not on the cubes that it joins. */
  @Test
  void anOcsServesOnePlaceOfTheFace() {
    Topology topology = new CubeTorus(List.of(8, 4, 4), 2, LINK).build();
    Cable cable =
        topology.cables().stream()
            .filter(one -> one.lower().name().equals("cube-0/gpu-3-1-2"))
            .filter(one -> one.upper().name().equals("cube-1/gpu-0-1-2"))
            .findFirst()
            .orElseThrow();
    assertThat(cable.circuitSwitch()).isEqualTo(new CircuitSwitch("ocs-x-06", 136));
    Cable around =
        topology.cables().stream()
            .filter(one -> one.lower().name().equals("cube-0/gpu-1-3-2"))
            .filter(one -> one.upper().name().equals("cube-0/gpu-1-0-2"))
            .findFirst()
            .orElseThrow();
    assertThat(around.circuitSwitch()).isEqualTo(new CircuitSwitch("ocs-y-06", 136));
  }

  /** Camarero et al.: the lattices FCC(a) and BCC(a) have a diameter of ⌊3a/2⌋. */
  @ParameterizedTest
  @CsvSource({"4, 4, 8, 8, 6", "4, 8, 4, 8, 6", "8, 4, 8, 10, 6", "4, 8, 8, 10, 6"})
  void aTwistShortensTheWays(int x, int y, int z, int plain, int twisted) {
    List<Integer> sizes = List.of(x, y, z);
    CubeTorus torus = new CubeTorus(sizes, x * y * z / 64, LINK);
    Topology before = torus.build();
    Topology after = torus.twisted(true).build();
    assertThat(Facts.diameter(before, DeviceKind.GPU)).isEqualTo(plain);
    assertThat(Facts.diameter(after, DeviceKind.GPU)).isEqualTo(twisted);
    assertThat(Facts.degrees(after, DeviceKind.GPU)).containsExactly(6);
    assertThat(portsInUse(after)).isEqualTo(portsInUse(before));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 6, 8), 64, LINK))
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "dimensions: 4x6x8 is no shape of whole cubes of 4x4x4, since 6 is no multiple of 4."
                + " Maybe 8.");
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 4), 64, LINK))
        .hasMessageStartingWith("dimensions: 4x4 has 2, but cubes");
    assertThatThrownBy(() -> new CubeTorus(List.of(8, 8, 8), 7, LINK).check())
        .hasMessage("dimensions: 8x8x8 needs 8 cubes, but 7 of 7 are left. Maybe cubes: 8.");
    assertThatThrownBy(() -> new CubeTorus(List.of(8, 8, 8), 8, LINK).without(List.of(3)).check())
        .hasMessage("dimensions: 8x8x8 needs 8 cubes, but 7 of 8 are left. Maybe cubes: 9.");
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 4, 4), 69, LINK).check())
        .hasMessage(
            "ocs-x-00 needs 138 ports (2 for each of 69 cubes), but has 136. Maybe cubes: 68.");
    assertThat(new CubeTorus(List.of(4, 4, 4), 68, LINK).check().gpus()).isEqualTo(64);
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 4, 4), 2, LINK).without(List.of(2)))
        .hasMessage("without-cubes: 2 is out of range; it lies between 0 and 1");
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 4, 4), 3, LINK).without(List.of(1, 1)))
        .hasMessage("without-cubes: 1 is named twice");
    assertThatThrownBy(() -> new CubeTorus(List.of(4, 4, 4), 3, LINK).twisted(true).check())
        .hasMessage(
            "twisted: 4x4x4 is neither n x n x 2n nor n x 2n x 2n. Maybe dimensions: [4, 4, 8].");
  }

  private static Map<String, Integer> portsInUse(Topology topology) {
    Map<String, Integer> used = new HashMap<>();
    for (Cable cable : topology.cables()) {
      CircuitSwitch ocs = cable.circuitSwitch();
      if (ocs != null) {
        used.merge(ocs.name(), 2, Integer::sum);
      }
    }
    return used;
  }

  private static int cut(Topology topology, int half) {
    return (int)
        topology.cables().stream()
            .filter(cable -> cable.lower().id() < half != cable.upper().id() < half)
            .count();
  }

  private static Set<String> neighbours(Topology topology) {
    Set<String> pairs = new TreeSet<>();
    for (Cable cable : topology.cables()) {
      Device one = cable.lower();
      Device other = cable.upper();
      pairs.add(Math.min(one.id(), other.id()) + " " + Math.max(one.id(), other.id()));
    }
    return pairs;
  }
}
