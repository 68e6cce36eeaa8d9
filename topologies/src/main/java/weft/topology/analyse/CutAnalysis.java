package weft.topology.analyse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Maximum flow across the cuts that people name: half of the blocks of nodes that hang together
 * below each layer of switches, one such block, one rail. A fabric of one block is cut through its
 * nodes instead.
 */
final class CutAnalysis {

  private final NodeNetwork network;
  private final List<CutSummary> cuts = new ArrayList<>();

  private CutAnalysis(Topology topology) {
    network = new NodeNetwork(topology);
  }

  static List<CutSummary> of(Topology topology) {
    CutAnalysis analysis = new CutAnalysis(topology);
    analysis.cutBlocks(topology);
    if (analysis.cuts.isEmpty()) {
      analysis.cutNodes();
    }
    analysis.add("one-rail", "one rail", terminal -> terminal.rail() == 0);
    return List.copyOf(analysis.cuts);
  }

  private void cutBlocks(Topology topology) {
    int[] levels =
        topology.devices().stream()
            .map(Device::kind)
            .filter(DeviceKind::isNetworkSwitch)
            .mapToInt(DeviceKind::level)
            .distinct()
            .sorted()
            .toArray();
    int before = Integer.MAX_VALUE;
    for (int layer = 0; layer < levels.length; layer++) {
      Blocks blocks = Blocks.upTo(topology, levels[layer]);
      if (blocks.count() > 1 && blocks.count() < before) {
        String noun = layer == 0 ? "unit" : layer == 1 ? "pod" : "layer-" + (layer + 1) + "-block";
        int half = blocks.count() / 2;
        add("half-of-" + noun + "s", "half of the " + noun + "s", at -> blocks.of(at) < half);
        add("one-" + noun, "one " + noun, at -> blocks.of(at) == 0);
      }
      before = blocks.count();
    }
  }

  private void cutNodes() {
    int nodes = 1 + network.terminals().stream().mapToInt(Device::node).max().orElse(0);
    add("half-of-nodes", "half of the nodes", at -> at.node() < nodes / 2);
    add("one-node", "one node", at -> at.node() == 0);
  }

  /** Leaves out a cut that has nothing on one side. */
  private void add(String name, String label, Predicate<Device> inside) {
    int[] sides = new int[network.devices()];
    int[] ports = new int[3];
    long[] injectedBps = new long[3];
    for (Device terminal : network.terminals()) {
      int side = inside.test(terminal) ? 1 : 2;
      sides[terminal.id()] = side;
      ports[side]++;
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
