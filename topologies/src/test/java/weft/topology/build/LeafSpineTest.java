package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

final class LeafSpineTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  /** Closed forms, on sizes that divide and on sizes that do not. */
  @ParameterizedTest
  @CsvSource({
    // wiring, nodes, of a unit, spines, per pair
    "RAIL,  1,  1, 1, 1",
    "RAIL,  7,  3, 5, 1",
    "RAIL, 33, 32, 4, 3",
    "RAIL, 23, 10, 5, 2",
    "RACK,  5,  2, 3, 2",
    "RACK, 11,  4, 8, 4",
    "RACK,  3,  7, 2, 1",
  })
  void closedForms(Wiring wiring, int nodes, int nodesPerUnit, int spines, int perPair) {
    Topology topology =
        Clos.leafSpine(H100, nodes, nodesPerUnit, spines)
            .wiring(wiring)
            .cablesPerLeafPair(perPair)
            .build();
    int units = (int) Math.ceil((double) nodes / nodesPerUnit);
    int leaves = wiring == Wiring.RAIL ? 8 * units : units;
    TopologySummary summary = TopologySummary.of(topology);

    assertThat(summary.gpus()).isEqualTo(8 * nodes);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", leaves, "spine", spines));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", 8 * nodes, "leaf-spine", leaves * spines * perPair));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();

    int nicsOfFullLeaf = Math.min(nodes, nodesPerUnit) * (wiring == Wiring.RAIL ? 1 : 8);
    assertThat(tier(summary, "leaf-spine").oversubscription())
        .isEqualTo((double) nicsOfFullLeaf / (spines * perPair));
    assertThat(degrees(topology, DeviceKind.GPU)).containsExactly(4 + 1);
    assertThat(degrees(topology, DeviceKind.NVSWITCH)).containsExactly(8);
    assertThat(degrees(topology, DeviceKind.NIC)).containsExactly(2);
    assertThat(degrees(topology, DeviceKind.SPINE)).containsExactly(leaves * perPair);
    int nicsOfLastLeaf = (nodes - (units - 1) * nodesPerUnit) * (wiring == Wiring.RAIL ? 1 : 8);
    assertThat(degrees(topology, DeviceKind.LEAF))
        .containsOnly(nicsOfFullLeaf + spines * perPair, nicsOfLastLeaf + spines * perPair);
  }

  @Test
  void railWiringKeepsEveryRailOnItsLeaf() {
    Topology topology = Clos.leafSpine(H100, 5, 2, 1).build();
    List<Device> leaves = topology.devices(DeviceKind.LEAF).toList();
    topology
        .devices(DeviceKind.NIC)
        .forEach(
            nic ->
                assertThat(leafOf(topology, nic))
                    .isEqualTo(leaves.get(nic.node() / 2 * 8 + nic.rail())));
  }

  @Test
  void rackWiringKeepsEveryNodeOnItsLeaf() {
    Topology topology = Clos.leafSpine(H100, 5, 2, 1).wiring(Wiring.RACK).build();
    List<Device> leaves = topology.devices(DeviceKind.LEAF).toList();
    assertThat(leaves).extracting(Device::name).containsExactly("leaf-0", "leaf-1", "leaf-2");
    topology
        .devices(DeviceKind.NIC)
        .forEach(nic -> assertThat(leafOf(topology, nic)).isEqualTo(leaves.get(nic.node() / 2)));
  }

  @Test
  void namesSortAsNumbersDo() {
    Topology topology = Clos.leafSpine(H100, 101, 51, 11).build();
    assertThat(topology.devices())
        .extracting(Device::name)
        .contains(
            "node-000/gpu-0", "node-100/nic-7", "node-017/nvswitch-3", "leaf-1-7", "spine-07");
    assertThat(topology.devices(DeviceKind.SPINE).map(Device::name)).isSorted();
    assertThat(topology.devices(DeviceKind.GPU).map(Device::name)).isSorted();
  }

  @Test
  void idsArePositions() {
    Topology topology = Clos.leafSpine(H100, 3, 2, 2).build();
    for (int id = 0; id < topology.devices().size(); id++) {
      assertThat(topology.devices().get(id).id()).isEqualTo(id);
    }
    for (int id = 0; id < topology.cables().size(); id++) {
      assertThat(topology.cables().get(id).id()).isEqualTo(id);
    }
    assertThat(List.copyOf(topology.graph().vertexSet())).isEqualTo(topology.devices());
    assertThat(List.copyOf(topology.graph().edgeSet())).isEqualTo(topology.cables());
    assertThat(topology.tiers())
        .containsExactly(
            CableTier.NVLINK, CableTier.PCIE, CableTier.NODE_LEAF, CableTier.LEAF_SPINE);
  }

  @Test
  void oneLeafNeedsNoSpine() {
    Topology topology = Clos.leafSpine(H100, 4, 4, 0).wiring(Wiring.RACK).build();
    TopologySummary summary = TopologySummary.of(topology);
    assertThat(summary.switches()).isEqualTo(Map.of("leaf", 1));
    assertThat(summary.cables()).isEqualTo(Map.of("node-leaf", 32));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  @Test
  void severalLeavesNeedASpine() {
    assertThatThrownBy(() -> Clos.leafSpine(H100, 4, 4, 0).build())
        .isInstanceOf(TopologyException.class)
        .hasMessage(
            "0 spines leave 8 leaf switches unconnected. Maybe spines: 1, or wiring: rack.");
    assertThatThrownBy(() -> Clos.leafSpine(H100, 5, 4, 0).build())
        .hasMessage("0 spines leave 16 leaf switches unconnected. Maybe spines: 1.");
  }

  @Test
  void oneLeafIsSuggestedOnlyIfItHasThePorts() {
    Clos.leafSpine(H100, 8, 8, 0).wiring(Wiring.RACK).check();
    assertThatThrownBy(() -> Clos.leafSpine(H100, 8, 8, 0).build())
        .hasMessageEndingWith("Maybe spines: 1, or wiring: rack.");
    assertThatThrownBy(() -> Clos.leafSpine(H100, 9, 9, 0).wiring(Wiring.RACK).check())
        .hasMessageContaining("needs 72 ports");
    assertThatThrownBy(() -> Clos.leafSpine(H100, 9, 9, 0).build())
        .hasMessageEndingWith("Maybe spines: 1.");
  }

  @Test
  void aSwitchHasOnlySoManyPorts() {
    assertThatThrownBy(() -> Clos.leafSpine(H100, 64, 32, 33).build())
        .hasMessage(
            "leaf-0-0 needs 65 ports (32 to NICs and 33 to spines), but a qm9700 has 64. Maybe"
                + " spines: 32.");
    assertThatThrownBy(() -> Clos.leafSpine(H100, 100, 1, 10).wiring(Wiring.RACK).build())
        .hasMessage(
            "spine-0 needs 100 ports (100 to leaves), but a qm9700 has 64. Maybe"
                + " nodes-per-unit: 2.");
    assertThatThrownBy(() -> Clos.leafSpine(H100, 9, 9, 0).wiring(Wiring.RACK).build())
        .hasMessage("leaf-0 needs 72 ports (72 to NICs), but a qm9700 has 64");
    assertThat(
            Clos.leafSpine(H100, 64, 32, 33)
                .switchType(H100.switchType().withPorts(65))
                .build()
                .devices())
        .isNotEmpty();
  }

  /** What is suggested is not only meant well: it can be built. */
  @Test
  void suggestionsWork() {
    assertThat(Clos.leafSpine(H100, 64, 32, 32).check().gpus()).isEqualTo(512);
    assertThat(Clos.leafSpine(H100, 100, 2, 10).wiring(Wiring.RACK).check().gpus()).isEqualTo(800);
    assertThat(Clos.threeTier(H100, 8, 7, 1, 1, 1).wiring(Wiring.RACK).check().gpus())
        .isEqualTo(64);
    assertThat(Clos.threeTier(H100, 8, 1, 7, 1, 1).check().gpus()).isEqualTo(64);
  }

  @Test
  void portsAreCountedWithoutOverflow() {
    assertThatThrownBy(
            () -> Clos.leafSpine(H100, 1 << 20, 1, 1 << 20).cablesPerLeafPair(1 << 20).build())
        .hasMessageContaining("needs 1099511627777 ports");
  }

  @Test
  void uplinksMayBeSlower() {
    TopologySummary summary =
        TopologySummary.of(
            Clos.leafSpine(H100, 8, 8, 2)
                .cablesPerLeafPair(2)
                .uplinkRateBps(200_000_000_000L)
                .build());
    TierSummary uplinks = tier(summary, "leaf-spine");
    assertThat(uplinks.rateBps()).isEqualTo(200_000_000_000L);
    assertThat(uplinks.oversubscription()).isEqualTo(8 * 400.0 / (4 * 200));
  }

  /** 2.5: A100 with 200G NICs in two layers of 800G switch modules: 1 : 1 and 1 : 0.75. */
  @Test
  void anA100ClusterOn800GSwitchModules() {
    NodeType a100 = CATALOG.node("dgx-a100");
    TopologySummary summary =
        TopologySummary.of(
            Clos.leafSpine(a100, 128, 32, 16)
                .cablesPerLeafPair(2)
                .switchType(CATALOG.switchType("qm9700"))
                .build());
    assertThat(summary.transceiversPerGpu()).isEqualTo(Map.of("200G", 1.0, "800G", 0.75));
    assertThat(tier(summary, "leaf-spine").oversubscription()).isEqualTo(1);
  }

  @Test
  void twoGpusMayShareANic() {
    NodeType fourNics =
        new NodeType(
            "four-nics",
            "Four NICs",
            H100.gpu(),
            8,
            4,
            4,
            H100.scaleUp(),
            H100.hostBus(),
            H100.nicLink(),
            H100.nicTransceiver(),
            H100.switchType());
    Topology topology = Clos.leafSpine(fourNics, 2, 2, 1).build();
    assertThat(topology.devices(DeviceKind.GPU).limit(8).map(Device::rail))
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(TopologySummary.of(topology).switches()).containsEntry("leaf", 4);
    assertThat(degrees(topology, DeviceKind.NIC)).containsExactly(3);
  }

  @Test
  void copperEndsHaveNoModules() {
    TierOptics copper = new TierOptics(null, null);
    TopologySummary summary =
        TopologySummary.of(
            Clos.leafSpine(H100, 2, 2, 1).optics(new Optics(copper, copper, copper)).build());
    assertThat(summary.transceivers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, nodes: 0",
    "-1, 1, 1, nodes: -1",
    "2147483647, 1, 1, nodes: 2147483647",
    "1, 0, 1, nodes per unit: 0",
    "1, 1, -1, spines: -1",
  })
  void numbersOutOfRangeAreNamed(int nodes, int nodesPerUnit, int spines, String message) {
    assertThatThrownBy(() -> Clos.leafSpine(H100, nodes, nodesPerUnit, spines))
        .isInstanceOf(TopologyException.class)
        .hasMessageStartingWith(message + " is out of range");
  }

  private static Device leafOf(Topology topology, Device nic) {
    return Graphs.neighborSetOf(topology.graph(), nic).stream()
        .filter(neighbour -> neighbour.kind() == DeviceKind.LEAF)
        .findFirst()
        .orElseThrow();
  }

  private static Set<Integer> degrees(Topology topology, DeviceKind kind) {
    Set<Integer> degrees = new HashSet<>();
    topology.devices(kind).forEach(device -> degrees.add(topology.graph().degreeOf(device)));
    return degrees;
  }

  private static TierSummary tier(TopologySummary summary, String name) {
    return summary.tiers().stream()
        .filter(tier -> tier.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
