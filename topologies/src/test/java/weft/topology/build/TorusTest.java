package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class TorusTest {

  private static final LinkType LINK = LinkType.lossless("ici", 400_000_000_000L, 500_000);
  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");

  /** Links, degrees, and the distance of every two GPUs, which is the sum over the dimensions. */
  @ParameterizedTest
  @CsvSource({
    // sizes, which dimensions wrap around, links
    "4,         t, 4",
    "2,         t, 1",
    "1,         t, 0",
    "3x4,       tt, 24",
    "2x2x2,     ttt, 12",
    "4x4x4,     ttt, 192",
    "4x3x2,     ttt, 60",
    "4x4,       ff, 24",
    "3x4x5,     tft, 165",
    "1x6,       tt, 6",
    "2x3x1x4,   tttt, 60",
  })
  void closedForms(String text, String wrap, int links) {
    TorusShape shape = shape(text, wrap);
    Topology topology = torus(shape);
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(shape.places());
    assertThat(summary.nodes()).isEqualTo(shape.places());
    assertThat(summary.switches()).isEmpty();
    assertThat(summary.cables().getOrDefault("torus", 0)).isEqualTo(links);
    assertThat(Facts.connected(topology)).isTrue();
    for (Device from : topology.devices()) {
      int[] hops = Facts.hops(topology, from);
      for (Device to : topology.devices()) {
        assertThat(hops[to.id()])
            .as("%s to %s", from.name(), to.name())
            .isEqualTo(distance(shape, from.id(), to.id()));
      }
    }
  }

  @Test
  void everyGpuOfATorusHasTwoNeighboursInADimension() {
    assertThat(Facts.degrees(torus(shape("4x3x5", "ttt")), DeviceKind.GPU)).containsExactly(6);
    assertThat(Facts.degrees(torus(shape("4x2x5", "ttt")), DeviceKind.GPU)).containsExactly(5);
    assertThat(Facts.degrees(torus(shape("4x4", "ff")), DeviceKind.GPU)).containsExactly(2, 3, 4);
  }

  /** The first half of the ranks is half of the first dimension: 2·N/k cables, N/k without wrap. */
  @ParameterizedTest
  @CsvSource({"4x4x2, ttt, 16", "8x3, tt, 6", "4x4x2, ftt, 8", "2x5, tt, 5"})
  void theBisectionIsThatOfTheFirstDimension(String text, String wrap, int cables) {
    Topology topology = torus(shape(text, wrap));
    int half = topology.devices().size() / 2;
    assertThat(Facts.maxFlow(topology, DeviceKind.GPU, gpu -> gpu.id() < half)).isEqualTo(cables);
  }

  @Test
  void gpusAreCalledByTheirCoordinates() {
    assertThat(torus(shape("2x11", "tt")).devices().stream().map(Device::name))
        .startsWith("gpu-0-00", "gpu-0-01")
        .endsWith("gpu-1-10");
  }

  @ParameterizedTest
  @CsvSource({"4x4, tt, 2, 1, 32, 20", "3x2, tt, 1, 3, 27, 17", "4, f, 1, 2, 6, 12"})
  void switches(String text, String wrap, int nodesPerSwitch, int perPair, int cables, int degree) {
    TorusShape shape = shape(text, wrap);
    Topology topology = new SwitchTorus(shape, H100, nodesPerSwitch).cablesPerPair(perPair).build();
    TopologySummary summary = TopologySummary.of(topology);
    int places = shape.places();
    assertThat(summary.gpus()).isEqualTo(8 * nodesPerSwitch * places);
    assertThat(summary.switches()).isEqualTo(Map.of("switch", places));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-switch", 8 * nodesPerSwitch * places, "torus", cables));
    assertThat(Facts.degrees(topology, DeviceKind.SWITCH)).contains(degree);
    assertThat(Facts.connected(topology)).isTrue();
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new SwitchTorus(shape("4x4", "tt"), H100, 8).check())
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "switch-0-0 needs 68 ports (64 to NICs and 4 to neighbours), but a qm9700 has 64. Maybe"
                + " nodes-per-switch: 7.");
    assertThatThrownBy(() -> new SwitchTorus(shape("4x4", "ft"), H100, 8).check())
        .hasMessageStartingWith("switch-1-0 needs 68 ports");
    assertThatThrownBy(() -> new SwitchTorus(shape("4x4", "tt"), H100, 1).cablesPerPair(15).check())
        .hasMessageEndingWith("Maybe links-per-pair: 14.");
    assertThatThrownBy(() -> shape("2000x2000", "tt"))
        .hasMessage("dimensions: 2000x2000 are more than 1,048,576 places");
    assertThatThrownBy(() -> shape("4x0", "tt")).hasMessageStartingWith("dimension: 0 is out of");
    assertThatThrownBy(() -> shape("4x4", "t"))
        .hasMessage("wrap-around: 1 values for 2 dimensions. Maybe [on, on].");
    assertThatThrownBy(() -> new SwitchTorus(shape("1000x1000", "tt"), H100, 2).check())
        .hasMessageEndingWith("the most is 1,048,576 nodes. Maybe nodes-per-switch: 1.");
  }

  private static int distance(TorusShape shape, int from, int to) {
    int[] one = shape.coordinates(from);
    int[] other = shape.coordinates(to);
    int distance = 0;
    for (int dimension = 0; dimension < one.length; dimension++) {
      int apart = Math.abs(one[dimension] - other[dimension]);
      distance +=
          shape.wrapAround().get(dimension)
              ? Math.min(apart, shape.sizes().get(dimension) - apart)
              : apart;
    }
    return distance;
  }

  private static Topology torus(TorusShape shape) {
    return new Torus(shape, LINK, new TierOptics(null, null)).check().build();
  }

  private static TorusShape shape(String text, String wrap) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : text.split("x", -1)) {
      sizes.add(Integer.parseInt(size));
    }
    return new TorusShape(sizes, wrap.chars().mapToObj(c -> c == 't').toList());
  }
}
