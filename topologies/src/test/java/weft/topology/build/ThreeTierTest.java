package weft.topology.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.analyse.TierSummary;
import weft.topology.analyse.TopologySummary;
import weft.topology.error.TopologyException;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;

final class ThreeTierTest {

  private static final HardwareCatalog CATALOG = HardwareCatalog.standard();
  private static final NodeType H100 = CATALOG.node("dgx-h100");

  /** Closed forms, on sizes that divide and on sizes that do not; every leaf with 8 NICs a node. */
  @ParameterizedTest
  @CsvSource({
    // nodes, of a unit, units of a pod, spines, planes, cores of a plane, per pair below and above
    "1, 1, 1, 1, 1, 1, 1, 1",
    "7, 2, 2, 4, 2, 3, 2, 1",
    "9, 1, 3, 6, 3, 2, 1, 3",
    "6, 2, 1, 2, 1, 2, 4, 2",
  })
  void closedForms(
      int nodes,
      int nodesPerUnit,
      int unitsPerPod,
      int spines,
      int planes,
      int coresPerPlane,
      int below,
      int above) {
    Topology topology =
        Clos.threeTier(H100, nodes, nodesPerUnit, unitsPerPod, spines, coresPerPlane)
            .corePlanes(planes)
            .wiring(Wiring.RACK)
            .cablesPerLeafPair(below)
            .cablesPerCorePair(above)
            .build();
    int leaves = (int) Math.ceil((double) nodes / nodesPerUnit);
    int pods = (int) Math.ceil((double) leaves / unitsPerPod);
    TopologySummary summary = TopologySummary.of(topology);

    assertThat(summary.switches())
        .isEqualTo(Map.of("leaf", leaves, "spine", pods * spines, "core", planes * coresPerPlane));
    assertThat(summary.cables())
        .isEqualTo(
            Map.of(
                "node-leaf",
                8 * nodes,
                "leaf-spine",
                leaves * spines * below,
                "spine-core",
                pods * spines * coresPerPlane * above));
    assertThat(degrees(topology, DeviceKind.CORE)).containsExactly(pods * spines / planes * above);
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();

    int leavesOfFullPod = Math.min(leaves, unitsPerPod);
    assertThat(tier(summary, "leaf-spine").oversubscription())
        .isEqualTo(8.0 * Math.min(nodes, nodesPerUnit) / (spines * below));
    assertThat(tier(summary, "spine-core").oversubscription())
        .isEqualTo((double) leavesOfFullPod * below / (coresPerPlane * above));
  }

  /** k pods of k/2 leaves and k/2 spines, k²/4 cores, k³/4 cables in each tier. */
  @ParameterizedTest
  @CsvSource({"RACK, 16", "RACK, 32", "RAIL, 16", "RAIL, 32"})
  void fatTrees(Wiring wiring, int k) {
    Topology topology = new FatTree(H100, k, wiring, H100.switchType()).network().build();
    TopologySummary summary = TopologySummary.of(topology);
    int ports = k * k * k / 4;
    assertThat(summary.gpus()).isEqualTo(ports);
    assertThat(summary.switches())
        .isEqualTo(Map.of("leaf", k * k / 2, "spine", k * k / 2, "core", k * k / 4));
    assertThat(summary.cables())
        .isEqualTo(Map.of("node-leaf", ports, "leaf-spine", ports, "spine-core", ports));
    for (DeviceKind kind : Set.of(DeviceKind.LEAF, DeviceKind.SPINE, DeviceKind.CORE)) {
      assertThat(degrees(topology, kind)).as(kind.role()).containsExactly(k);
    }
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
    assertThat(summary.tiers())
        .allSatisfy(tier -> assertThat(tier.oversubscription()).as(tier.name()).isEqualTo(1));
  }

  @Test
  void podsOfAFatTreeThatWouldBeEmptyAreLeftOut() {
    Topology topology = new FatTree(H100, 16, Wiring.RACK, H100.switchType()).network(17).build();
    assertThat(TopologySummary.of(topology).switches())
        .isEqualTo(Map.of("leaf", 17, "spine", 3 * 8, "core", 64));
    assertThat(new ConnectivityInspector<>(topology.graph()).isConnected()).isTrue();
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> Clos.threeTier(H100, 8, 8, 1, 4, 1).corePlanes(3))
        .isInstanceOf(TopologyException.class)
        .hasMessage("3 core planes do not divide the 4 spines of a group. Maybe core-planes: 2.");
    assertThatThrownBy(() -> Clos.threeTier(H100, 8, 8, 1, 1, 1).wiring(Wiring.RACK).check())
        .hasMessage(
            "leaf-0 needs 65 ports (64 to NICs and 1 to spines), but a qm9700 has 64. Maybe"
                + " nodes-per-unit: 7.");
    assertThatThrownBy(() -> Clos.threeTier(H100, 8, 1, 8, 1, 1).check())
        .hasMessage(
            "spine-0-0 needs 65 ports (64 to leaves and 1 to cores), but a qm9700 has 64. Maybe"
                + " units-per-pod: 7.");
    assertThatThrownBy(() -> Clos.threeTier(H100, 65, 1, 1, 1, 1).check())
        .hasMessage(
            "core-0 needs 65 ports (65 to spines), but a qm9700 has 64. Maybe"
                + " nodes-per-unit: 2.");
    assertThatThrownBy(() -> new FatTree(H100, 17, Wiring.RACK, H100.switchType()))
        .hasMessage("radix: 17 is odd; half of a switch's ports lead up. Maybe 16.");
    assertThatThrownBy(() -> new FatTree(H100, 4, Wiring.RACK, H100.switchType()))
        .hasMessage(
            "radix: a leaf with 2 ports to NICs has no place for whole nodes of 8."
                + " Maybe radix: 16.");
    assertThatThrownBy(() -> new FatTree(H100, 4, Wiring.RAIL, H100.switchType()))
        .hasMessage("radix: the 2 leaves of a pod cannot serve 8 rails evenly. Maybe radix: 16.");
    assertThatThrownBy(() -> new FatTree(H100, 66, Wiring.RAIL, H100.switchType()))
        .hasMessage("radix: 66 is out of range; it lies between 2 and 64");
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
