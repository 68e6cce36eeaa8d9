package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.AllDirectedPaths;
import org.jgrapht.graph.DirectedMultigraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.build.Clos;
import weft.topology.build.Families;
import weft.topology.build.SingleSwitch;
import weft.topology.build.SuperPod;
import weft.topology.build.Wiring;
import weft.topology.graph.Cable;
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
    assertThat(paths(new SuperPod(H100, 4).build()))
        .containsExactly(
            "same-node node-000/gpu-1: 2 hops, 4 paths",
            "same-leaf node-001/gpu-0: 4 hops, 1 paths",
            "same-unit node-001/gpu-1: 6 hops, 64 paths",
            "other-unit node-032/gpu-0: 6 hops, 64 paths");
    assertThat(diameter(new SuperPod(H100, 4).build())).isEqualTo(new Diameter(6, true));
  }

  /**
   * The spines of a rail are on all leaves of it, over 2 cables each: 16 · 2 · 2 ways. Between
   * rails: 16 spines with 2 cables up from the leaf, 4 cores each with 8 cables to the spine, 1
   * spine of the other rail there, 2 cables down.
   */
  @Test
  void pairsOfThreeLayers() {
    Topology topology = new SuperPod(H100, 16).build();
    long coresOfASpine =
        topology.graph().edgesOf(named(topology, "spine-0-00")).stream()
            .filter(cable -> cable.upper().kind() == DeviceKind.CORE)
            .map(Cable::upper)
            .distinct()
            .count();
    long cablesToACore = 32 / coresOfASpine;
    long between = 16 * 2 * coresOfASpine * cablesToACore * cablesToACore * 2;
    assertThat(paths(topology))
        .containsExactly(
            "same-node node-000/gpu-1: 2 hops, 4 paths",
            "same-leaf node-001/gpu-0: 4 hops, 1 paths",
            "same-unit node-001/gpu-1: 8 hops, " + between + " paths",
            "other-unit node-032/gpu-0: 6 hops, 64 paths",
            "other-unit node-032/gpu-1: 8 hops, " + between + " paths");
    assertThat(diameter(topology)).isEqualTo(new Diameter(8, true));
  }

  @Test
  void rackWiringLeavesNoOtherLeafInAUnit() {
    Topology topology =
        Clos.leafSpine(H100, 5, 2, 3).wiring(Wiring.RACK).cablesPerLeafPair(2).build();
    assertThat(paths(topology))
        .containsExactly(
            "same-node node-0/gpu-1: 2 hops, 4 paths",
            "same-leaf node-1/gpu-0: 4 hops, 1 paths",
            "other-unit node-2/gpu-0: 6 hops, 12 paths");
  }

  /** To another rail over the GPU next to its NIC, as PXN does: 2 hops over NVLink, then 4. */
  @Test
  void otherRailsAreRelayed() {
    Topology topology = LateralSketch.railOnly(LINK);
    assertThat(paths(topology))
        .containsExactly(
            "same-node gpu-0-1: 2 hops, 1 paths",
            "same-leaf gpu-1-0: 4 hops, 1 paths",
            "other-node gpu-1-1: 6 hops, 1 paths, relayed");
    assertThat(diameter(topology)).isEqualTo(new Diameter(6, true));
  }

  /**
   * A DGX A100 with a plane for each of its rails: two hops over one of six NVSwitches, then GPU,
   * PCIe switch, NIC, leaf, spine and down again. With two rails a plane, rails 0 and 1, whose NICs
   * GPU 0 shares with GPU 1, reach rails 4 and 5 as well.
   */
  @Test
  void planesAreRelayed() {
    Map<String, Topology> families = new HashMap<>();
    Families.all().forEach(topology -> families.put(topology.name(), topology));
    assertThat(paths(Objects.requireNonNull(families.get("eight planes of one rail"))))
        .containsExactly(
            "same-node node-0/gpu-1: 2 hops, 6 paths",
            "other-unit node-1/gpu-0: 8 hops, 1 paths",
            "other-unit node-1/gpu-2: 10 hops, 6 paths, relayed");
    Topology two = Objects.requireNonNull(families.get("four planes of two rails"));
    Ladder.Reach reach = new Ladder(two).from(named(two, "node-0/gpu-0").id());
    assertThat(
            two.devices(DeviceKind.GPU)
                .filter(gpu -> gpu.node() == 1 && reach.includes(gpu.id()))
                .map(Device::name))
        .containsExactly("node-1/gpu-0", "node-1/gpu-1", "node-1/gpu-4", "node-1/gpu-5");
  }

  @Test
  void smallestNetworks() {
    assertThat(paths(new SingleSwitch(1, LINK).build())).isEmpty();
    assertThat(diameter(new SingleSwitch(1, LINK).build())).isEqualTo(new Diameter(0, true));
    assertThat(paths(new SingleSwitch(3, LINK).build()))
        .containsExactly("same-switch gpu-1: 2 hops, 1 paths");
    assertThat(diameter(new SingleSwitch(3, LINK).build())).isEqualTo(new Diameter(2, true));
  }

  /** Opposite GPUs of an even ring have two ways; half of the ring is the diameter. */
  @Test
  void aRing() {
    assertThat(paths(LateralSketch.ring(8, LINK)))
        .containsExactly("other-node gpu-1: 1 hops, 1 paths", "other-node gpu-4: 4 hops, 2 paths");
    assertThat(diameter(LateralSketch.ring(8, LINK))).isEqualTo(new Diameter(4, true));
    assertThat(diameter(LateralSketch.ring(5000, LINK)).exact()).isFalse();
  }

  /** Against an enumeration of all paths, over every pair of networks with lateral cables. */
  @ParameterizedTest
  @MethodSource("seeds")
  void waysAlongLevelsAreThoseThatAnEnumerationFinds(long seed) {
    Topology topology = LateralSketch.random(new Random(seed));
    Ladder ladder = new Ladder(topology);
    for (Device from : topology.devices(DeviceKind.GPU).toList()) {
      Map<Device, Map<Integer, Long>> found = new HashMap<>();
      enumerate(topology, from, 0, 0, 0, found);
      Ladder.Reach reach = ladder.from(from.id());
      for (Device to : topology.devices(DeviceKind.GPU).toList()) {
        Map<Integer, Long> waysByCost = found.getOrDefault(to, Map.of());
        int cost = waysByCost.keySet().stream().min(Integer::compare).orElse(-1);
        String pair = "seed %d, %s to %s".formatted(seed, from.name(), to.name());
        assertThat(reach.includes(to.id())).as(pair).isEqualTo(cost >= 0);
        assertThat(reach.ways(to.id())).as(pair).isEqualTo(waysByCost.getOrDefault(cost, 0L));
        if (cost >= 0) {
          assertThat(reach.hops(to.id())).as(pair).isEqualTo(cost / 100);
        }
      }
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  /** Phase 0 climbs, 1 follows a level, 2 descends; costs are hops times 100 and the level. */
  private static void enumerate(
      Topology topology,
      Device at,
      int phase,
      int hops,
      int highest,
      Map<Device, Map<Integer, Long>> found) {
    found.computeIfAbsent(at, absent -> new HashMap<>()).merge(100 * hops + highest, 1L, Long::sum);
    if (hops == 8) {
      return;
    }
    for (Cable cable : topology.graph().edgesOf(at)) {
      Device next = cable.lower().equals(at) ? cable.upper() : cable.lower();
      int step = 1 + Integer.signum(at.kind().level() - next.kind().level());
      if (step >= phase) {
        int level = Math.max(highest, next.kind().level());
        enumerate(topology, next, step, hops + 1, level, found);
      }
    }
  }

  private static Device named(Topology topology, String name) {
    return topology.devices().stream().filter(at -> at.name().equals(name)).findAny().orElseThrow();
  }

  private static List<String> paths(Topology topology) {
    return PathAnalysis.of(topology, new Ladder(topology)).stream()
        .map(
            path ->
                "%s %s: %d hops, %d paths%s"
                    .formatted(
                        path.relation().key(),
                        path.to(),
                        path.hops(),
                        path.paths(),
                        path.relayed() ? ", relayed" : ""))
        .toList();
  }

  private static Diameter diameter(Topology topology) {
    return DiameterAnalysis.of(topology, new Ladder(topology));
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
    Topology topology = builder.build();
    assertThat(diameter(topology)).isEqualTo(new Diameter(3, true));
    assertThat(paths(topology)).containsExactly("other-unit b: 3 hops, 1 paths");
  }

  @Test
  void whatTheRuleDoesNotJoinHasNoPath() {
    TopologyBuilder builder = new TopologyBuilder("two islands");
    for (int island = 0; island < 2; island++) {
      Device gpu = builder.addDevice(DeviceKind.GPU, "gpu-" + island, island, 0);
      Device leaf = builder.addDevice(DeviceKind.LEAF, "leaf-" + island, Device.NONE, Device.NONE);
      builder.connect(new CableClass(CableTier.NODE_LEAF, LINK), gpu, leaf);
    }
    Topology topology = builder.build();
    assertThat(paths(topology)).containsExactly("other-node gpu-1: 0 hops, 0 paths");
    assertThat(diameter(topology)).isEqualTo(new Diameter(0, true));
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
      Ladder.Reach reach = ladder.from(from.id());
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
    assertThat(diameter(topology)).isEqualTo(new Diameter(farthest, true));
  }
}
