package weft.topology.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.flow.PushRelabelMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.MaskSubgraph;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.build.Families;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/** The named cuts of every family of fabric. */
@Tag("slow")
final class FamilyCutsTest {

  /** Payload of a port of 400, 200, 100 and 800 Gb/s over InfiniBand or Ethernet, 97 and 96 %. */
  private static final long H100 = 388_000_000_000L;

  private static final long A100 = 192_000_000_000L;
  private static final long HALF_A100 = 96_000_000_000L;
  private static final long GB200 = 776_000_000_000L;

  /** Of the links without loss of the families that have no node. */
  private static final long LINK = 400_000_000_000L;

  private static final int SOURCE = -1;
  private static final int SINK = -2;

  /** The tiers whose loss leaves the parts that a noun speaks of. */
  private static final Map<String, Set<CableTier>> OUTER =
      Map.of(
          "unit",
          Set.of(
              CableTier.LEAF_SPINE,
              CableTier.SPINE_CORE,
              CableTier.LOCAL,
              CableTier.GLOBAL,
              CableTier.SITE_BORDER,
              CableTier.DCI),
          "pod",
          Set.of(
              CableTier.SPINE_CORE,
              CableTier.LOCAL,
              CableTier.GLOBAL,
              CableTier.SITE_BORDER,
              CableTier.DCI),
          "switch",
          Set.of(CableTier.TORUS, CableTier.LOCAL, CableTier.GLOBAL),
          "group",
          Set.of(CableTier.GLOBAL, CableTier.SITE_BORDER, CableTier.DCI),
          "site",
          Set.of(CableTier.DCI));

  static List<Arguments> families() {
    return Families.all().stream()
        .map(topology -> arguments(Named.of(topology.name(), topology)))
        .toList();
  }

  static Stream<Arguments> closedForms() {
    return Stream.of(
        // The ports of the smaller side, where nothing is oversubscribed.
        arguments("DGX H100 SuperPOD, scalable units: 1", "half-of-nodes", 16 * 8 * H100),
        arguments("DGX B300 SuperPOD, scalable units: 1", "one-node", 16 * H100),
        arguments("GB200 NVL72, racks: 2", "half-of-nodes", 72 * GB200),
        // A pod of a k-ary fat tree has k²/4 ports.
        arguments("16-ary fat tree of DGX H100", "one-pod", 16 * 16 / 4 * H100),
        arguments("16-ary fat tree of DGX H100", "one-rail", 20 * H100),
        arguments("rail-optimized", "one-unit", 4 * 8 * H100),
        // A leaf with a cable to each of two spines.
        arguments("leaf-spine by rack", "half-of-units", 2 * H100),
        // The same, and two cores above each spine of a pod of two.
        arguments("three-tier by rack", "one-unit", 2 * H100),
        arguments("three-tier by rack", "half-of-pods", 2 * 2 * H100),
        // Rails that no spine joins.
        arguments("rail-only network of DGX H100", "one-rail", 0L),
        arguments("rail-only network of DGX H100", "one-node", 8 * H100),
        // Two ports of half the rate for each of eight NICs; planes do not change a sum.
        arguments("dual-ToR", "one-unit", 2 * 8 * HALF_A100),
        arguments("dual-plane", "one-rail", 2 * 3 * HALF_A100),
        arguments("dual-plane with cores", "half-of-units", 3 * 16 * HALF_A100),
        // Rails 0 and 4 share a plane of four, and none of eight.
        arguments("four planes of two rails", "one-rail", 3 * A100),
        arguments("eight planes of one rail", "one-rail", 0L),
        // One global cable between any two of nine groups: 4 · 5 of them.
        arguments("dragonfly of DGX H100, groups: 9", "half-of-groups", 4 * 5 * H100),
        // Three between any two of three groups.
        arguments("dragonfly of DGX H100, groups: 3", "one-group", 2 * 3 * H100),
        arguments("dragonfly+ of DGX H100, groups: 5", "half-of-groups", 2 * 3 * H100),
        // Two layers of 2 · 3 cables.
        arguments("2x3x4 torus of GPUs", "half-of-longest-dimension", 2 * 2 * 3 * LINK),
        // One cable to each neighbour.
        arguments("3x3 torus of switches with DGX H100", "one-switch", 4 * H100),
        // A row has three cables down and up.
        arguments("3x3 torus of switches with DGX H100", "half-of-longest-dimension", 6 * H100),
        // Between z = 3 and 4, and around from 7 to 0.
        arguments("4x4x8 torus of 2 cubes", "half-of-longest-dimension", 2 * 4 * 4 * LINK),
        arguments("4x4x8 torus of 2 cubes", "one-node", 6 * LINK),
        // Two cables of 40 km.
        arguments("sites: east, west", "half-of-sites", 2 * H100));
  }

  @ParameterizedTest
  @MethodSource("families")
  void cutsAreThoseOfTheWholeGraph(Topology topology) {
    List<CutSummary> cuts = TopologyAnalysis.of(topology).cuts();
    assertThat(cuts).extracting(CutSummary::name).contains("one-node").doesNotHaveDuplicates();
    assertThat(cuts)
        .allSatisfy(
            cut ->
                assertThat(cut.maxFlowBps())
                    .as(cut.name())
                    .isEqualTo(wholeGraph(topology, side(topology, cut.name()))));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("closedForms")
  void cutsFollowTheClosedForm(String family, String cut, long maxFlowBps) {
    Topology topology =
        Families.all().stream().filter(one -> one.name().equals(family)).findAny().orElseThrow();
    assertThat(TopologyAnalysis.of(topology).cuts())
        .filteredOn(summary -> summary.name().equals(cut))
        .extracting(CutSummary::maxFlowBps)
        .containsExactly(maxFlowBps);
  }

  /** Which devices a cut's name speaks of. */
  private static Predicate<Device> side(Topology topology, String cut) {
    int nodes = 1 + topology.devices().stream().mapToInt(Device::node).max().orElseThrow();
    return switch (cut) {
      case "one-node" -> device -> device.node() == 0;
      case "one-rail" -> device -> device.rail() == 0;
      case "half-of-longest-dimension" -> {
        TorusGrid grid = TorusGrid.of(topology);
        yield device -> grid.inFirstHalf(device, grid.longest()[0]);
      }
      case "half-of-nodes" -> device -> device.node() < nodes / 2;
      default -> {
        boolean half = cut.startsWith("half-of-");
        String noun =
            half ? cut.replaceFirst("half-of-(.*?)(?:(?<=switch)es|s)$", "$1") : cut.substring(4);
        List<Set<Device>> parts = parts(topology, OUTER.get(noun));
        Set<Device> inside = new HashSet<>();
        parts.subList(0, half ? parts.size() / 2 : 1).forEach(inside::addAll);
        yield inside::contains;
      }
    };
  }

  /** What hangs together without these tiers, of what has nodes, in the order of these. */
  private static List<Set<Device>> parts(Topology topology, Set<CableTier> without) {
    Graph<Device, Cable> left =
        new MaskSubgraph<>(
            topology.graph(), device -> false, cable -> without.contains(cable.tier()));
    List<Set<Device>> parts = new ArrayList<>(new ConnectivityInspector<>(left).connectedSets());
    parts.removeIf(part -> part.stream().allMatch(device -> device.node() == Device.NONE));
    parts.sort(Comparator.comparingInt(FamilyCutsTest::firstNode));
    return parts;
  }

  private static int firstNode(Set<Device> part) {
    return part.stream()
        .mapToInt(Device::node)
        .filter(node -> node != Device.NONE)
        .min()
        .orElseThrow();
  }

  private static long wholeGraph(Topology topology, Predicate<Device> inside) {
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
    graph.addVertex(SOURCE);
    graph.addVertex(SINK);
    topology.devices().forEach(device -> graph.addVertex(device.id()));
    for (Cable cable : topology.cables()) {
      if (!cable.tier().insideNode()) {
        double payloadBps = cable.link().payloadRateBps();
        widen(graph, cable.lower().id(), cable.upper().id(), payloadBps);
        widen(graph, cable.upper().id(), cable.lower().id(), payloadBps);
        for (Device end : List.of(cable.lower(), cable.upper())) {
          if (end.kind().level() < 5) {
            widen(
                graph,
                inside.test(end) ? SOURCE : end.id(),
                inside.test(end) ? end.id() : SINK,
                payloadBps);
          }
        }
      }
    }
    return Math.round(new PushRelabelMFImpl<>(graph).getMaximumFlowValue(SOURCE, SINK));
  }

  private static void widen(
      Graph<Integer, DefaultWeightedEdge> graph, int from, int to, double by) {
    DefaultWeightedEdge edge = graph.getEdge(from, to);
    if (edge == null) {
      graph.setEdgeWeight(graph.addEdge(from, to), by);
    } else {
      graph.setEdgeWeight(edge, graph.getEdgeWeight(edge) + by);
    }
  }
}
