package weft.topology.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Whether up-down routing finds a path between any two GPUs: whether every two have a device above
 * both, or each one of two devices that cables of their level join, or is in a node over whose GPUs
 * traffic can be relayed.
 *
 * <p>One device above all GPUs settles it, or one layer of joined devices, and most fabrics have
 * one; it is looked for first, in the time of a walk over the graph. Without one, GPUs are compared
 * by what they can climb to, each different set of summits once.
 */
final class Reachability {

  private final Topology topology;
  private final Place file;
  private final List<List<Integer>> above = new ArrayList<>();
  private final List<List<Integer>> below = new ArrayList<>();
  private final List<List<Integer>> beside = new ArrayList<>();
  private final List<Device> gpus;

  private Reachability(Topology topology, Place file) {
    this.topology = topology;
    this.file = file;
    gpus = topology.devices(DeviceKind.GPU).toList();
    for (int i = 0; i < topology.devices().size(); i++) {
      above.add(new ArrayList<>());
      below.add(new ArrayList<>());
      beside.add(new ArrayList<>());
    }
    for (Cable cable : topology.cables()) {
      int lower = cable.lower().id();
      int upper = cable.upper().id();
      if (cable.isLateral()) {
        beside.get(lower).add(upper);
        beside.get(upper).add(lower);
      } else {
        above.get(lower).add(upper);
        below.get(upper).add(lower);
      }
    }
  }

  static void require(Topology topology, Place file) {
    Reachability reachability = new Reachability(topology, file);
    reachability.requireConnected();
    reachability.requirePaths();
  }

  private void requireConnected() {
    Device first = gpus.get(0);
    BitSet reached = walk(bit(first.id()), List.of(above, below, beside));
    int missing = reached.nextClearBit(0);
    if (missing < topology.devices().size()) {
      throw file.fault(
          "%s is not connected to %s: the fabric falls apart"
              .formatted(
                  Place.quoted(topology.devices().get(missing).name()),
                  Place.quoted(first.name())));
    }
  }

  private void requirePaths() {
    BitSet all = new BitSet();
    gpus.forEach(gpu -> all.set(gpu.id()));
    BitSet summits = summits(gpus.get(0));
    while (!summits.isEmpty()) {
      BitSet layer = walk(bit(summits.nextSetBit(0)), List.of(beside));
      if (missing(all, layer) < 0) {
        return;
      }
      summits.andNot(layer);
    }
    if (relaysJoin(all)) {
      return;
    }
    Set<BitSet> settled = new HashSet<>();
    for (Device gpu : gpus) {
      BitSet tops = summits(gpu);
      int missing = settled.add(tops) ? missing(all, tops) : -1;
      if (missing >= 0) {
        throw file.fault(
            "no up-down path leads from %s to %s: no device is above both. Maybe a spine switch."
                .formatted(
                    Place.quoted(gpu.name()),
                    Place.quoted(topology.devices().get(missing).name())));
      }
    }
  }

  /**
   * Whether every GPU is below a layer that reaches into every node, and every node hangs together:
   * then traffic crosses from one layer to another inside a node, over one of its GPUs.
   */
  private boolean relaysJoin(BitSet all) {
    Map<Integer, List<Device>> nodes =
        gpus.stream()
            .collect(Collectors.groupingBy(Device::node, TreeMap::new, Collectors.toList()));
    BitSet reached = new BitSet();
    for (Device gpu : nodes.values().iterator().next()) {
      BitSet tops = summits(gpu);
      while (!tops.isEmpty()) {
        BitSet layer = walk(bit(tops.nextSetBit(0)), List.of(beside));
        tops.andNot(layer);
        BitSet covered = walk(layer, List.of(below));
        if (nodes.values().stream()
            .allMatch(node -> node.stream().anyMatch(one -> covered.get(one.id())))) {
          reached.or(covered);
        }
      }
    }
    reached.and(all);
    return reached.equals(all)
        && nodes.values().stream().allMatch(node -> node.size() == 1 || hangsTogether(node));
  }

  private boolean hangsTogether(List<Device> gpusOfNode) {
    int node = gpusOfNode.get(0).node();
    BitSet reached = bit(gpusOfNode.get(0).id());
    List<Integer> open = new ArrayList<>(List.of(gpusOfNode.get(0).id()));
    while (!open.isEmpty()) {
      int id = open.remove(open.size() - 1);
      for (List<List<Integer>> direction : List.of(above, below, beside)) {
        for (int next : direction.get(id)) {
          if (topology.devices().get(next).node() == node && !reached.get(next)) {
            reached.set(next);
            open.add(next);
          }
        }
      }
    }
    return node != Device.NONE && gpusOfNode.stream().allMatch(gpu -> reached.get(gpu.id()));
  }

  /** The first GPU that is not below any of these; −1 if all are. */
  private int missing(BitSet all, BitSet tops) {
    BitSet rest = (BitSet) all.clone();
    rest.andNot(walk(tops, List.of(below)));
    return rest.nextSetBit(0);
  }

  /**
   * The devices that a GPU can climb to and from which nothing leads further up, and the layers of
   * joined devices that it can climb to, be there anything above them or not.
   */
  private BitSet summits(Device gpu) {
    BitSet reached = walk(bit(gpu.id()), List.of(above));
    BitSet summits = new BitSet();
    reached.stream()
        .filter(id -> above.get(id).isEmpty() || !beside.get(id).isEmpty())
        .forEach(summits::set);
    return walk(summits, List.of(beside));
  }

  private static BitSet bit(int id) {
    BitSet bits = new BitSet();
    bits.set(id);
    return bits;
  }

  private static BitSet walk(BitSet from, List<List<List<Integer>>> directions) {
    BitSet reached = (BitSet) from.clone();
    List<Integer> open = new ArrayList<>(from.stream().boxed().toList());
    while (!open.isEmpty()) {
      int id = open.remove(open.size() - 1);
      for (List<List<Integer>> direction : directions) {
        for (int next : direction.get(id)) {
          if (!reached.get(next)) {
            reached.set(next);
            open.add(next);
          }
        }
      }
    }
    return reached;
  }
}
