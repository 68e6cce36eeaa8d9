package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.graph.DirectedMultigraph;
import org.junit.jupiter.api.Test;
import weft.topology.build.Clos;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.NodeType;

final class PathAnalysisTest {

  private static final NodeType H100 = HardwareCatalog.standard().node("dgx-h100");
  private static final LinkType LINK = LinkType.lossless("link", 1_000_000_000L, 0);

  /** A leaf has two cables to each of 16 spines: 2 × 16 × 2 ways over the spines. */
  @Test
  void pairsOfASuperPod() {
    PathAnalysis paths = new PathAnalysis(new SuperPod(H100, 4).build());
    assertThat(paths.pairs())
        .containsExactly(
            new PathSummary(Relation.SAME_NODE, "node-000/gpu-0", "node-000/gpu-1", 2, 4),
            new PathSummary(Relation.SAME_LEAF, "node-000/gpu-0", "node-001/gpu-0", 4, 1),
            new PathSummary(Relation.SAME_UNIT, "node-000/gpu-0", "node-001/gpu-1", 6, 64),
            new PathSummary(Relation.OTHER_UNIT, "node-000/gpu-0", "node-032/gpu-0", 6, 64));
    assertThat(paths.diameter()).isEqualTo(new Diameter(6, true));
  }

  @Test
  void rackWiringLeavesNoOtherLeafInAUnit() {
    Topology topology =
        Clos.leafSpine(H100, 5, 2, 3).wiring(Wiring.RACK).cablesPerLeafPair(2).build();
    assertThat(new PathAnalysis(topology).pairs())
        .extracting(PathSummary::relation, PathSummary::hops, PathSummary::paths)
        .containsExactly(
            tuple(Relation.SAME_NODE, 2, 4L),
            tuple(Relation.SAME_LEAF, 4, 1L),
            tuple(Relation.OTHER_UNIT, 6, 12L));
  }

  @Test
  void smallestNetworks() {
    assertThat(new PathAnalysis(new SingleSwitch(1, LINK).build()).pairs()).isEmpty();
    assertThat(new PathAnalysis(new SingleSwitch(1, LINK).build()).diameter())
        .isEqualTo(new Diameter(0, true));
    PathAnalysis three = new PathAnalysis(new SingleSwitch(3, LINK).build());
    assertThat(three.pairs())
        .containsExactly(new PathSummary(Relation.SAME_LEAF, "gpu-0", "gpu-1", 2, 1));
    assertThat(three.diameter()).isEqualTo(new Diameter(2, true));
  }

  /**
   *
   *
   * <pre>
   *   spine      a switch that skips the leaf layer on one side:
   *   │    ╲     a – leaf – spine – b is up, up, down
   *   leaf  ╲
   *   │      b
   *   a
   * </pre>
   */
  @Test
  void aLopsidedNetwork() {
    TopologyBuilder builder = new TopologyBuilder("lopsided");
    Device a = builder.addDevice(DeviceKind.GPU, "a", 0, 0);
    Device b = builder.addDevice(DeviceKind.GPU, "b", 1, 0);
    Device leaf = builder.addDevice(DeviceKind.LEAF, "leaf", Device.NONE, Device.NONE);
    Device spine = builder.addDevice(DeviceKind.SPINE, "spine", Device.NONE, Device.NONE);
    builder.connect(new CableClass(CableTier.NODE_LEAF, LINK), a, leaf);
    builder.connect(new CableClass(CableTier.NODE_LEAF, LINK), b, spine);
    builder.connect(new CableClass(CableTier.LEAF_SPINE, LINK), leaf, spine);
    PathAnalysis paths = new PathAnalysis(builder.build());
    assertThat(paths.diameter()).isEqualTo(new Diameter(3, true));
    assertThat(paths.pairs()).containsExactly(new PathSummary(Relation.OTHER_UNIT, "a", "b", 3, 1));
  }

  @Test
  void whatTheRuleDoesNotJoinHasNoPath() {
    TopologyBuilder builder = new TopologyBuilder("two islands");
    for (int island = 0; island < 2; island++) {
      Device gpu = builder.addDevice(DeviceKind.GPU, "gpu-" + island, island, 0);
      Device leaf = builder.addDevice(DeviceKind.LEAF, "leaf-" + island, Device.NONE, Device.NONE);
      builder.connect(new CableClass(CableTier.NODE_LEAF, LINK), gpu, leaf);
    }
    PathAnalysis paths = new PathAnalysis(builder.build());
    assertThat(paths.pairs())
        .containsExactly(new PathSummary(Relation.OTHER_UNIT, "gpu-0", "gpu-1", 0, 0));
    assertThat(paths.diameter()).isEqualTo(new Diameter(0, false));
  }

  /** Against JGraphT's enumeration of all paths, over every pair of a small fabric. */
  @Test
  void waysAreThoseThatAnEnumerationFinds() {
    Topology topology = Clos.leafSpine(H100, 3, 2, 2).cablesPerLeafPair(2).build();
    int devices = topology.devices().size();
    DirectedMultigraph<Integer, Integer> ways = new DirectedMultigraph<>(Integer.class);
    for (int vertex = 0; vertex < 2 * devices; vertex++) {
      ways.addVertex(vertex);
    }
    int[] edges = {0};
    for (int device = 0; device < devices; device++) {
      ways.addEdge(device, devices + device, edges[0]++);
    }
    topology
        .cables()
        .forEach(
            cable -> {
              int lower = cable.lower().id();
              int upper = cable.upper().id();
              ways.addEdge(lower, upper, edges[0]++);
              ways.addEdge(devices + upper, devices + lower, edges[0]++);
            });
    Ladder ladder = new Ladder(topology);
    AllDirectedPaths<Integer, Integer> enumeration = new AllDirectedPaths<>(ways);
    List<Device> gpus = topology.devices(DeviceKind.GPU).toList();
    int farthest = 0;
    for (Device from : gpus) {
      Ladder.Reach reach = ladder.upDown(from.id());
      for (Device to : gpus) {
        List<GraphPath<Integer, Integer>> all =
            enumeration.getAllPaths(from.id(), devices + to.id(), true, 8);
        int shortest = all.stream().mapToInt(GraphPath::getLength).min().orElseThrow();
        assertThat(reach.hops(to.id())).isEqualTo(shortest - 1);
        assertThat(reach.ways(to.id()))
            .isEqualTo(all.stream().filter(path -> path.getLength() == shortest).count());
        farthest = Math.max(farthest, shortest - 1);
      }
    }
    assertThat(new PathAnalysis(topology).diameter()).isEqualTo(new Diameter(farthest, true));
  }
}
