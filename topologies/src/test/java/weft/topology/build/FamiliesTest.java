package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.analyse.PortUse;
import weft.topology.analyse.TopologyAnalysis;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.NodeType;

/** What holds for every family of fabric. */
final class FamiliesTest {

  static List<Arguments> families() {
    return Families.arguments(Families.all());
  }

  static List<Arguments> closNetworks() {
    return Families.closNetworks();
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThat(Families.all()).extracting(Topology::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("families")
  void isConnected(Topology topology) {
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("families")
  void fitsItsSwitches(Topology topology) {
    assertThat(TopologyAnalysis.of(topology).ports())
        .allSatisfy(
            (PortUse use) -> assertThat(use.mostUsed()).isBetween(use.leastUsed(), use.ports()));
  }

  /** The ports of a NIC share its rate. */
  @ParameterizedTest
  @MethodSource("closNetworks")
  void usesAllOfEachNic(Topology topology, NodeType node) {
    topology
        .devices(DeviceKind.NIC)
        .forEach(
            nic -> {
              List<Cable> ports =
                  topology.graph().edgesOf(nic).stream()
                      .filter(cable -> cable.tier().equals(CableTier.NODE_LEAF))
                      .toList();
              assertThat(ports).extracting(Cable::upper).doesNotHaveDuplicates();
              assertThat(ports.stream().mapToLong(cable -> cable.link().rateBps()).sum())
                  .isEqualTo(node.nicLink().rateBps());
            });
  }

  /** A switch that is on a rail has only cables of that rail below it. */
  @ParameterizedTest
  @MethodSource("families")
  void keepsRailsApart(Topology topology) {
    assertThat(topology.cables())
        .filteredOn(
            cable -> cable.upper().kind().isNetworkSwitch() && cable.upper().rail() != Device.NONE)
        .allSatisfy(cable -> assertThat(cable.lower().rail()).isEqualTo(cable.upper().rail()));
  }

  @Test
  void railsAreThereToBeKeptApart() {
    assertThat(Families.all())
        .filteredOn(
            topology ->
                topology.devices(DeviceKind.LEAF).anyMatch(leaf -> leaf.rail() != Device.NONE))
        .hasSizeGreaterThan(10);
  }
}
