package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

final class DragonflyTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");

  /** Closed forms: g·a switches, g·a·p NICs, and the same number of links for every two groups. */
  @ParameterizedTest
  @CsvSource({
    // groups, a, p, h, rows, per row pair, per column pair, links per group pair, wiring
    "9, 4, 2, 2, 1, 1, 1, 1, PALMTREE, RACK",
    "9, 4, 2, 2, 1, 1, 1, 1, ABSOLUTE, RAIL",
    "33, 8, 4, 4, 1, 1, 1, 1, PALMTREE, RAIL",
    "5, 4, 2, 2, 1, 1, 1, 2, ABSOLUTE, RACK",
    "4, 4, 2, 2, 1, 2, 1, 2, PALMTREE, RACK",
    "2, 4, 2, 3, 1, 1, 1, 12, PALMTREE, RACK",
    "7, 12, 2, 1, 3, 1, 3, 2, ABSOLUTE, RACK",
    "7, 12, 2, 1, 12, 1, 1, 2, PALMTREE, RAIL",
    "1, 6, 4, 0, 2, 1, 1, 0, PALMTREE, RACK",
    "1, 1, 8, 0, 1, 1, 1, 0, PALMTREE, RACK",
  })
  void closedForms(
      int groups,
      int a,
      int p,
      int h,
      int rows,
      int perRowPair,
      int perColumnPair,
      int perGroupPair,
      GlobalArrangement arrangement,
      Wiring wiring) {
    Topology topology =
        new Dragonfly(H100, a, p, h)
            .groups(groups)
            .rows(rows, perRowPair, perColumnPair)
            .arrangement(arrangement)
            .wiring(wiring)
            .build();
    int columns = a / rows;
    int local =
        groups
            * (rows * columns * (columns - 1) / 2 * perRowPair
                + columns * rows * (rows - 1) / 2 * perColumnPair);
    int global = groups * (groups - 1) / 2 * perGroupPair;
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.gpus()).isEqualTo(groups * a * p);
    assertThat(summary.switches()).isEqualTo(Map.of("switch", groups * a));
    assertThat(summary.cables().getOrDefault("node-switch", 0)).isEqualTo(groups * a * p);
    assertThat(summary.cables().getOrDefault("local", 0)).isEqualTo(local);
    assertThat(summary.cables().getOrDefault("global", 0)).isEqualTo(global);
    assertThat(Facts.connected(topology)).isTrue();

    int withoutGlobal = p + (columns - 1) * perRowPair + (rows - 1) * perColumnPair;
    boolean allPortsUsed = perGroupPair * (groups - 1) == a * h;
    if (allPortsUsed) {
      assertThat(Facts.degrees(topology, DeviceKind.SWITCH)).containsExactly(withoutGlobal + h);
    } else {
      assertThat(Facts.degrees(topology, DeviceKind.SWITCH))
          .allSatisfy(degree -> assertThat(degree).isBetween(withoutGlobal, withoutGlobal + h));
    }
    Map<String, Integer> pairs = new TreeMap<>();
    topology.cables().stream()
        .filter(cable -> cable.tier().equals(CableTier.GLOBAL))
        .forEach(
            cable ->
                pairs.merge(group(cable.lower()) + " " + group(cable.upper()), 1, Integer::sum));
    assertThat(pairs).hasSize(perGroupPair == 0 ? 0 : groups * (groups - 1) / 2);
    assertThat(pairs.values()).allMatch(links -> links == perGroupPair);
  }

  /** At most a local, a global and a local hop between two switches; rows take two hops each. */
  @ParameterizedTest
  @CsvSource({"4, 2, 1, 3", "8, 4, 1, 3", "4, 2, 2, 5", "6, 3, 3, 5"})
  void theDiameterIsThatOfThePaper(int a, int h, int rows, int most) {
    for (GlobalArrangement arrangement : GlobalArrangement.values()) {
      Topology topology =
          new Dragonfly(H100, a, 4, h).rows(rows, 1, 1).arrangement(arrangement).build();
      assertThat(Facts.diameter(topology, DeviceKind.SWITCH))
          .as("%s", arrangement)
          .isBetween(rows == 1 ? most : 3, most);
    }
  }

  /** Three groups of two switches with a global link each, worked out by hand. */
  @Test
  void arrangements() {
    assertThat(globalLinks(GlobalArrangement.PALMTREE))
        .containsExactlyInAnyOrder(
            "switch-0-0 switch-2-1", "switch-0-1 switch-1-0", "switch-1-1 switch-2-0");
    assertThat(globalLinks(GlobalArrangement.ABSOLUTE))
        .containsExactlyInAnyOrder(
            "switch-0-0 switch-1-0", "switch-0-1 switch-2-0", "switch-1-1 switch-2-1");
  }

  /** Four groups, every two joined by 4 cables: 16 lead from one half to the other. */
  @Test
  void theBisectionIsThatOfTheGlobalLinks() {
    Topology topology = new Dragonfly(H100, 4, 4, 3).groups(4).build();
    int half = 4;
    assertThat(Facts.maxFlow(topology, DeviceKind.NIC, nic -> nic.node() < half)).isEqualTo(16);
    // A group of two nodes has 16 NICs, but only 3 × 4 links to the other groups.
    assertThat(Facts.maxFlow(topology, DeviceKind.NIC, nic -> nic.node() < 2)).isEqualTo(12);
  }

  /**
   * Seven groups of five switches with two global links each: 6 of 10 ports are in use, so that
   * switch 0 has two links and every other one.
   */
  @ParameterizedTest
  @EnumSource(GlobalArrangement.class)
  void globalLinksAreSpreadOverTheSwitches(GlobalArrangement arrangement) {
    for (int groups = 2; groups <= 11; groups++) {
      Topology topology =
          new Dragonfly(H100, 5, 8, 2).groups(groups).arrangement(arrangement).build();
      List<Integer> links = globalLinksOfSwitches(topology);
      int used = 10 / (groups - 1) * (groups - 1);
      assertThat(links.stream().mapToInt(Integer::intValue).sum()).isEqualTo(groups * used);
      assertThat(Collections.max(links) - Collections.min(links)).isLessThanOrEqualTo(1);
      if (groups == 7) {
        assertThat(links.subList(0, 5)).containsExactly(2, 1, 1, 1, 1);
      }
    }
  }

  private static List<Integer> globalLinksOfSwitches(Topology topology) {
    return topology
        .devices(DeviceKind.SWITCH)
        .map(
            device ->
                (int)
                    topology.graph().edgesOf(device).stream()
                        .filter(cable -> cable.tier().equals(CableTier.GLOBAL))
                        .count())
        .toList();
  }

  @Test
  void groupsAreAsManyAsTheLinksJoin() {
    Dragonfly plan = new Dragonfly(H100, 4, 2, 2);
    assertThat(plan.check().gpus()).isEqualTo(9 * 8);
    assertThat(plan.nodes(7).check().build().devices(DeviceKind.SWITCH)).hasSize(9 * 4);
    assertThat(plan.gpus()).isEqualTo(7 * 8);
  }

  @Test
  void railsOfAGroupStayTogether() {
    Topology topology = new Dragonfly(H100, 8, 2, 1).groups(2).wiring(Wiring.RAIL).build();
    topology.cables().stream()
        .filter(cable -> cable.tier().equals(CableTier.NODE_SWITCH))
        .forEach(cable -> assertThat(cable.upper().name()).endsWith("-" + cable.lower().rail()));
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> new Dragonfly(H100, 32, 16, 32).check())
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "switch-0000-00 needs 79 ports (16 to NICs, 31 local and 32 global), but a qm9700 has"
                + " 64. Maybe global-links-per-switch: 17.");
    assertThat(new Dragonfly(H100, 32, 16, 17).check().gpus()).isEqualTo(545 * 512);
    assertThatThrownBy(() -> new Dragonfly(H100, 64, 8, 1).groups(65).check())
        .hasMessage(
            "switch-00-00 needs 72 ports (8 to NICs, 63 local and 1 global), but a qm9700 has 64");
    assertThatThrownBy(() -> new Dragonfly(H100, 64, 8, 1).check())
        .hasMessageEndingWith("Maybe switches-per-group: 56.");
    assertThat(new Dragonfly(H100, 56, 8, 1).check().gpus()).isEqualTo(57 * 56 * 8);
    assertThatThrownBy(() -> new Dragonfly(H100, 4, 2, 2).groups(10).check())
        .hasMessage(
            "groups: 10 groups need 9 global links each, but a group has 8. Maybe groups: 9.");
    assertThatThrownBy(() -> new Dragonfly(H100, 4, 2, 0).groups(6).check())
        .hasMessage(
            "groups: 6 groups need 5 global links each, but a group has 0. Maybe"
                + " global-links-per-switch: 2.");
    assertThatThrownBy(() -> new Dragonfly(H100, 4, 2, 2).groups(5).linksPerGroupPair(3).check())
        .hasMessage(
            "links-per-group-pair: 3 to each of 4 other groups are more than the 8 global links of"
                + " a group. Maybe links-per-group-pair: 2.");
    assertThatThrownBy(() -> new Dragonfly(H100, 3, 3, 2).check())
        .hasMessage(
            "nics-per-switch: a group with 9 ports to NICs has no place for whole nodes of 8 NICs."
                + " Maybe nics-per-switch: 8.");
    assertThatThrownBy(() -> new Dragonfly(H100, 16, 8, 2).rows(5, 1, 1).check())
        .hasMessage("rows: 16 switches of a group cannot be divided into 5 rows. Maybe rows: 4.");
    assertThatThrownBy(() -> new Dragonfly(H100, 4, 2, 2).nodes(10).check())
        .hasMessage("nodes: 10 is out of range; it lies between 1 and 9");
    assertThatThrownBy(() -> new Dragonfly(H100, 4096, 1, 4096).check())
        .hasMessageContaining("the most is 1,048,576 of either. Maybe groups: 256.");
    assertThatThrownBy(() -> new Dragonfly(H100, 4, 2, 2).globalRateBps(800_000_000_000L).check())
        .hasMessageContaining("too fast");
  }

  private static List<String> globalLinks(GlobalArrangement arrangement) {
    Topology topology = new Dragonfly(H100, 2, 4, 1).arrangement(arrangement).build();
    List<String> links = new ArrayList<>();
    topology.cables().stream()
        .filter(cable -> cable.tier().equals(CableTier.GLOBAL))
        .forEach(cable -> links.add(cable.lower().name() + " " + cable.upper().name()));
    return links;
  }

  private static String group(Device device) {
    return device.name().split("-", -1)[1];
  }
}
