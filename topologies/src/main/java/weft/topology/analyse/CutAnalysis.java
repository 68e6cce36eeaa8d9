package weft.topology.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import weft.topology.graph.Device;
import weft.topology.graph.Topology;

/**
 * Maximum flow across the cuts that people name: half of the parts of each {@link Division} and one
 * of them, one node, one rail. A fabric without such parts, or of GPUs that are joined directly, is
 * also cut through the middle of its nodes.
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
    for (Division division : divisions) {
      Blocks blocks = division.blocks();
      int half = blocks.count() / 2;
      String noun = division.noun();
      String plural = noun + (noun.endsWith("switch") ? "es" : "s");
      analysis.add("half-of-" + plural, "half of the " + plural, at -> blocks.of(at) < half);
      analysis.add("one-" + noun, "one " + noun, at -> blocks.of(at) == 0);
    }
    int nodes = 1 + topology.devices().stream().mapToInt(Device::node).max().orElse(0);
    if (divisions.isEmpty() || joinsGpus(topology)) {
      analysis.add("half-of-nodes", "half of the nodes", at -> at.node() < nodes / 2);
    }
    analysis.add("one-node", "one node", at -> at.node() == 0);
    analysis.add("one-rail", "one rail", at -> at.rail() == 0);
    return List.copyOf(analysis.cuts);
  }

  private static boolean joinsGpus(Topology topology) {
    return topology.cables().stream()
        .anyMatch(cable -> cable.upper().kind().level() == 0 && !cable.tier().insideNode());
  }

  /** Leaves out a cut that has nothing on one side. */
  private void add(String name, String label, Predicate<Device> inside) {
    int[] sides = new int[network.devices()];
    int[] ports = new int[3];
    long[] injectedBps = new long[3];
    for (Device terminal : network.terminals()) {
      int side = inside.test(terminal) ? 1 : 2;
      sides[terminal.id()] = side;
      ports[side] += network.cables(terminal.id());
      injectedBps[side] += network.injectedBps(terminal.id());
    }
    if (ports[1] > 0 && ports[2] > 0) {
      int smaller = injectedBps[1] <= injectedBps[2] ? 1 : 2;
      cuts.add(
          new CutSummary(
              name,
              label,
              ports[smaller],
              injectedBps[smaller],
              CutFlow.maxFlowBps(network, sides)));
    }
  }
}
