package weft.topology.analyse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * Maximum flow across the cuts that people name: half of the parts of each {@link Division} and one
 * of them, one node, one rail. A fabric without such parts, or of GPUs that are joined directly, is
 * also cut through the middle of its nodes, a torus or mesh across its longest dimension instead.
 */
final class CutAnalysis {

  private final NodeNetwork network;
  private final List<CutSummary> cuts = new ArrayList<>();

  private CutAnalysis(Topology topology) {
    network = new NodeNetwork(topology);
  }

  static List<CutSummary> of(Topology topology) {
    CutAnalysis analysis = new CutAnalysis(topology);
    List<Division> divisions = Division.of(topology);
    boolean torus = analysis.addTorus(TorusGrid.of(topology));
    for (Division division : divisions) {
      Blocks blocks = division.blocks();
      String noun = division.noun();
      if (!torus || !noun.equals("switch")) {
        analysis.addHalf(noun, blocks.count(), blocks::of);
      }
      String one =
          blocks.count() > 3 ? "one " + noun : "1 of " + blocks.count() + " " + plural(noun);
      analysis.add("one-" + noun, one, at -> blocks.of(at) == 0);
    }
    int nodes = 1 + topology.devices().stream().mapToInt(Device::node).max().orElse(0);
    if (!torus && (divisions.isEmpty() || joinsGpus(topology))) {
      analysis.addHalf("node", nodes, Device::node);
    }
    analysis.add("one-node", "one node", at -> at.node() == 0);
    analysis.add("one-rail", "one rail", at -> at.rail() == 0);
    return List.copyOf(analysis.cuts);
  }

  private static boolean joinsGpus(Topology topology) {
    return topology.cables().stream()
        .anyMatch(cable -> cable.upper().kind().level() == 0 && !cable.tier().insideNode());
  }

  /**
   * Cuts across the longest dimension, whichever place it has in the file; of several as long, the
   * one that least can cross.
   */
  private boolean addTorus(TorusGrid grid) {
    List<CutSummary> found = new ArrayList<>();
    for (int dimension : grid.longest()) {
      int size = grid.size(dimension);
      String half = size % 2 == 0 ? "half" : size / 2 + " of " + size;
      cut(
              "half-of-longest-dimension",
              half + " across the longest dimension",
              at -> grid.inFirstHalf(at, dimension))
          .ifPresent(found::add);
    }
    Optional<CutSummary> least =
        found.stream().min(Comparator.comparingLong(CutSummary::maxFlowBps));
    least.ifPresent(cuts::add);
    return least.isPresent();
  }

  /** Half of the parts, or just less; called as one of them where it is no more. */
  private void addHalf(String noun, int count, ToIntFunction<Device> partOf) {
    int half = count / 2;
    String label =
        count % 2 == 0 && half > 1
            ? "half of the " + plural(noun)
            : "%,d of %,d %s".formatted(half, count, plural(noun));
    add("half-of-" + plural(noun), label, at -> partOf.applyAsInt(at) < half);
  }

  private static String plural(String noun) {
    return noun + (noun.endsWith("switch") ? "es" : "s");
  }

  /** Leaves out a cut that has nothing on one side. */
  private void add(String name, String label, Predicate<Device> inside) {
    cut(name, label, inside).ifPresent(cuts::add);
  }

  private Optional<CutSummary> cut(String name, String label, Predicate<Device> inside) {
    int[] sides = new int[network.devices()];
    int[] ports = new int[3];
    long[] injectedBps = new long[3];
    for (Device terminal : network.terminals()) {
      int side = inside.test(terminal) ? 1 : 2;
      sides[terminal.id()] = side;
      ports[side] += network.cables(terminal.id());
      injectedBps[side] += network.injectedBps(terminal.id());
    }
    if (ports[1] == 0 || ports[2] == 0) {
      return Optional.empty();
    }
    int smaller = injectedBps[1] <= injectedBps[2] ? 1 : 2;
    long maxFlowBps = CutFlow.maxFlowBps(network, sides);
    return Optional.of(
        new CutSummary(name, label, ports[smaller], injectedBps[smaller], maxFlowBps));
  }
}
