package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

final class DragonflyPlusTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");

  @ParameterizedTest
  @CsvSource({
    // groups, leaves, spines, NICs of a leaf, global links of a spine, per pair, per group pair
    "5, 2, 2, 4, 2, 1, 1",
    "17, 4, 4, 4, 4, 1, 1",
    "3, 4, 2, 8, 3, 2, 3",
    "2, 1, 3, 8, 1, 1, 3",
    "1, 2, 2, 8, 0, 1, 0",
  })
  void closedForms(
      int groups, int leaves, int spines, int p, int h, int perPair, int perGroupPair) {
    for (GlobalArrangement arrangement : GlobalArrangement.values()) {
      Topology topology =
          new DragonflyPlus(H100, leaves, spines, p, h)
              .groups(groups)
              .cablesPerPair(perPair)
              .arrangement(arrangement)
              .build();
      TopologySummary summary = TopologySummary.of(topology);
      assertThat(summary.gpus()).isEqualTo(groups * leaves * p);
      assertThat(summary.switches())
          .isEqualTo(Map.of("leaf", groups * leaves, "spine", groups * spines));
      assertThat(summary.cables().get("node-leaf")).isEqualTo(groups * leaves * p);
      assertThat(summary.cables().get("leaf-spine")).isEqualTo(groups * leaves * spines * perPair);
      assertThat(summary.cables().getOrDefault("global", 0))
          .isEqualTo(groups * (groups - 1) / 2 * perGroupPair);
      assertThat(Facts.degrees(topology, DeviceKind.LEAF)).containsExactly(p + spines * perPair);
      assertThat(Facts.degrees(topology, DeviceKind.SPINE)).containsExactly(leaves * perPair + h);
      assertThat(Facts.connected(topology)).isTrue();
      // Leaf, spine, spine of the other group, leaf.
      assertThat(Facts.diameter(topology, DeviceKind.LEAF))
          .isEqualTo(groups > 1 ? 3 : leaves > 1 ? 2 : 0);
    }
  }

  /** Four groups, every two joined by 4 cables, fewer than NICs: 16 between the halves. */
  @Test
  void theBisectionIsThatOfTheGlobalLinks() {
    Topology topology = new DragonflyPlus(H100, 2, 4, 8, 3).groups(4).cablesPerPair(2).build();
    assertThat(Facts.maxFlow(topology, DeviceKind.NIC, nic -> nic.node() < 4)).isEqualTo(16);
    assertThat(Facts.maxFlow(topology, DeviceKind.NIC, nic -> nic.node() < 2)).isEqualTo(12);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new DragonflyPlus(H100, 32, 40, 32, 32).check())
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "leaf-0000-00 needs 72 ports (32 to NICs and 40 to spines), but a qm9700 has 64. Maybe"
                + " spines-per-group: 32.");
    assertThat(new DragonflyPlus(H100, 32, 32, 32, 32).check().gpus()).isEqualTo(1025 * 1024);
    assertThatThrownBy(() -> new DragonflyPlus(H100, 32, 32, 32, 40).check())
        .hasMessage(
            "spine-0000-00 needs 72 ports (32 to leaves and 40 global), but a qm9700 has 64. Maybe"
                + " global-links-per-spine: 32.");
    assertThatThrownBy(() -> new DragonflyPlus(H100, 2, 2, 4, 2).groups(6).check())
        .hasMessage(
            "groups: 6 groups need 5 global links each, but a group has 4. Maybe groups: 5.");
    assertThatThrownBy(() -> new DragonflyPlus(H100, 3, 2, 4, 2).check())
        .hasMessage(
            "nics-per-leaf: a group with 12 ports to NICs has no place for whole nodes of 8 NICs."
                + " Maybe nics-per-leaf: 8.");
    assertThatThrownBy(() -> new DragonflyPlus(H100, 8, 4096, 1, 4096).check())
        .hasMessageContaining("the most is 1,048,576");
  }
}
