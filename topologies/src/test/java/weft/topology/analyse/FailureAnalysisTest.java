package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.graph.MaskSubgraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.topology.build.Clos;
import weft.topology.build.CubeTorus;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.graph.Cable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class FailureAnalysisTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final long RATE = H100.nicLink().payloadRateBps();

  /** A leaf has 32 NICs and 32 uplinks of 1,024 each, a spine 64; twin-port modules in switches. */
  @Test
  void aSuperPod() {
    CableTier down = CableTier.NODE_LEAF;
    CableTier up = CableTier.LEAF_SPINE;
    assertThat(FailureAnalysis.of(new SuperPod(H100, 4).build()))
        .containsExactly(
            cables("link", "node-leaf", "node-000/nic-0 – leaf-0-0", 1, 1, down),
            cables("link", "leaf-spine", "leaf-0-0 – spine-00", 0, 1, up),
            cables("module", "node-leaf at nic", "node-000/nic-0", 1, 1, down),
            cables("module", "node-leaf at leaf", "leaf-0-0", 2, 2, down),
            cables("module", "leaf-spine at leaf", "leaf-0-0", 0, 2, up),
            cables("module", "leaf-spine at spine", "spine-00", 0, 2, up),
            switches("leaf", "leaf-0-0", 32, down, 32, 1024),
            switches("spine", "spine-00", 0, up, 64, 1024));
  }

  /** Cables of one tier of 1,024; NVLink joins every GPU to peers with a NIC. */
  private static FailureSummary cables(
      String kind, String place, String example, int offNetwork, int cables, CableTier tier) {
    long bps = cables * RATE;
    return new FailureSummary(
        kind, place, example, 0, offNetwork, cables, bps, tier, bps, cables / 1024.0);
  }

  /** Switches of 64 cables. */
  private static FailureSummary switches(
      String role, String example, int offNetwork, CableTier tier, int cables, int of) {
    return new FailureSummary(
        "switch",
        role,
        example,
        0,
        offNetwork,
        64,
        64 * RATE,
        tier,
        cables * RATE,
        (double) cables / of);
  }

  /**
   * Leaves of 2, 2 and 1 nodes on one spine with one cable: 16 GPUs stay together without it. By
   * rack, NVLink joins no leaf to another.
   */
  @Test
  void theOnlySpine() {
    Topology topology = Clos.leafSpine(H100, 5, 2, 1).wiring(Wiring.RACK).build();
    assertThat(FailureAnalysis.of(topology))
        .filteredOn(
            failure -> failure.place().startsWith("leaf-spine") || failure.place().equals("spine"))
        .extracting(
            FailureSummary::place, FailureSummary::gpusCutOff, FailureSummary::gpusOffNetwork)
        .containsExactly(
            tuple("leaf-spine", 16, 16),
            tuple("leaf-spine at leaf", 16, 16),
            tuple("leaf-spine at spine", 24, 24),
            tuple("spine", 24, 24));
  }

  /** Without the only spine of 41 nodes by rail, eight rails of 41 GPUs are left, and NVLink. */
  @Test
  void railsWithoutTheirOnlySpine() {
    assertThat(spine(Clos.leafSpine(H100, 41, 41, 1).wiring(Wiring.RAIL).build()))
        .containsExactly(0, 287);
  }

  /** Every GPU has a leaf of its own, and the others are behind its NVSwitches. */
  @Test
  void theOnlySpineOfOneNode() {
    assertThat(spine(Clos.leafSpine(H100, 1, 1, 1).wiring(Wiring.RAIL).build()))
        .containsExactly(0, 7);
  }

  private static List<Integer> spine(Topology topology) {
    FailureSummary spine =
        FailureAnalysis.of(topology).stream()
            .filter(failure -> failure.place().equals("spine"))
            .findAny()
            .orElseThrow();
    return List.of(spine.gpusCutOff(), spine.gpusOffNetwork());
  }

  /** Without it every GPU is on its own, and one of them is the largest part that is left. */
  @Test
  void theOnlySwitch() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(FailureAnalysis.of(new SingleSwitch(3, link).build()))
        .containsExactly(
            new FailureSummary(
                "link",
                "gpu-switch",
                "gpu-0 – switch",
                1,
                1,
                1,
                1000,
                CableTier.GPU_SWITCH,
                1000,
                1 / 3.0),
            new FailureSummary(
                "switch", "switch", "switch", 2, 2, 3, 3000, CableTier.GPU_SWITCH, 3000, 1));
  }

  /** A leaf takes its own rail, whose GPUs their peers still reach over NVLink. */
  @Test
  void railsWithoutSpines() {
    assertThat(FailureAnalysis.of(LateralSketch.railOnly(LinkType.lossless("link", 1000, 0))))
        .filteredOn(failure -> !failure.kind().equals("module"))
        .extracting(
            FailureSummary::place,
            FailureSummary::gpusCutOff,
            FailureSummary::gpusOffNetwork,
            FailureSummary::cablesLost)
        .containsExactly(tuple("node-leaf", 0, 1, 1), tuple("leaf", 0, 3, 4));
  }

  /** A core of 16 units has 64 of 4,096 cables; a spine 32 of each tier; nothing is cut off. */
  @Test
  void threeLayers() {
    assertThat(FailureAnalysis.of(new SuperPod(H100, 16).build()))
        .filteredOn(failure -> failure.kind().equals("switch"))
        .containsExactly(
            switches("leaf", "leaf-00-0", 32, CableTier.NODE_LEAF, 32, 4096),
            switches("spine", "spine-0-00", 0, CableTier.LEAF_SPINE, 32, 4096),
            switches("core", "core-00", 0, CableTier.SPINE_CORE, 64, 4096));
  }

  /**
   * GPUs 0, 1 and 2 in a ring, two of its cables over one OCS, the third over another; GPUs 3 and 4
   * over that as well. Without the first, 1 is alone; without the second, 3 and 4 are apart.
   */
  @Test
  void anOpticalCircuitSwitchTakesItsCircuits() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    TopologyBuilder builder = new TopologyBuilder("circuits");
    CircuitSwitch first = builder.addCircuitSwitch("ocs-0", 4);
    CircuitSwitch second = builder.addCircuitSwitch("ocs-1", 4);
    builder.addCircuitSwitch("ocs-2", 4);
    CableClass circuit = new CableClass(CableTier.TORUS_OCS, link);
    Device[] gpus = new Device[5];
    for (int gpu = 0; gpu < gpus.length; gpu++) {
      gpus[gpu] = builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu, 0);
    }
    builder.connectThrough(first, circuit, gpus[0], gpus[1]);
    builder.connectThrough(first, circuit, gpus[1], gpus[2]);
    builder.connectThrough(second, circuit, gpus[0], gpus[2]);
    builder.connectThrough(second, circuit, gpus[3], gpus[4]);
    assertThat(LostCircuits.gpusLost(builder.build(), cable -> true)).containsExactly(1, 1, 0);
  }

  /** All 48 take two of 96 circuits, around which there are other ways. */
  @Test
  void anOpticalCircuitSwitchOfATorus() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(FailureAnalysis.of(new CubeTorus(List.of(4, 4, 8), 2, link).build()))
        .filteredOn(failure -> failure.kind().equals("switch"))
        .containsExactly(
            new FailureSummary(
                "switch", "ocs", "ocs-x-00", 0, 0, 2, 2000, CableTier.TORUS_OCS, 2000, 2 / 96.0));
  }

  /** Against taking the cables away one circuit switch after another. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void circuitsAsAFreshSearchFindsThem(long seed) {
    Random random = new Random(seed);
    LinkType link = LinkType.lossless("link", 1000, 0);
    TopologyBuilder builder = new TopologyBuilder("random");
    List<CircuitSwitch> switches = new ArrayList<>();
    for (int ocs = 0; ocs < 1 + random.nextInt(6); ocs++) {
      switches.add(builder.addCircuitSwitch("ocs-" + ocs, 100));
    }
    List<Device> gpus = new ArrayList<>();
    for (int gpu = 0; gpu < 20; gpu++) {
      gpus.add(builder.addDevice(DeviceKind.GPU, "gpu-" + gpu, gpu, 0));
    }
    for (int cable = 0; cable < 24; cable++) {
      int from = random.nextInt(20);
      int to = (from + 1 + random.nextInt(19)) % 20;
      if (random.nextInt(3) == 0) {
        builder.connect(new CableClass(CableTier.TORUS, link), gpus.get(from), gpus.get(to));
      } else {
        builder.connectThrough(
            switches.get(random.nextInt(switches.size())),
            new CableClass(CableTier.TORUS_OCS, link),
            gpus.get(from),
            gpus.get(to));
      }
    }
    Topology topology = builder.build();
    List<Set<Device>> before = new ConnectivityInspector<>(topology.graph()).connectedSets();
    int[] wanted =
        switches.stream()
            .mapToInt(
                failed -> {
                  Graph<Device, Cable> left =
                      new MaskSubgraph<>(
                          topology.graph(),
                          device -> false,
                          cable -> failed.equals(cable.circuitSwitch()));
                  ConnectivityInspector<Device, Cable> after = new ConnectivityInspector<>(left);
                  return before.stream()
                      .mapToInt(
                          part ->
                              part.size()
                                  - part.stream()
                                      .mapToInt(gpu -> after.connectedSetOf(gpu).size())
                                      .max()
                                      .orElseThrow())
                      .sum();
                })
            .toArray();
    assertThat(LostCircuits.gpusLost(topology, cable -> true))
        .as("seed %d", seed)
        .isEqualTo(wanted);
  }

  /** Two switches of one level, two GPUs on one and one on the other. */
  @Test
  void aLateralCableIsABridge() {
    LinkType link = LinkType.lossless("link", 1000, 0);
    assertThat(FailureAnalysis.of(LateralSketch.barbell(link)))
        .extracting(FailureSummary::place, FailureSummary::gpusCutOff, FailureSummary::cablesLost)
        .containsExactly(tuple("node-switch", 1, 1), tuple("local", 1, 1), tuple("switch", 2, 3));
  }
}
