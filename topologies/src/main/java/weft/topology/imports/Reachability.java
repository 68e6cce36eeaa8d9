package weft.topology.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Whether the simulator finds a path between any two GPUs. A direct path climbs, follows cables on
 * the level that it has reached, and descends: there is one if both GPUs can climb to one island of
 * {@link Summits}. Another GPU of the node of either, or one of each, may relay between direct
 * paths.
 *
 * <p>So GPU <i>a</i> reaches GPU <i>b</i> if an island that <i>a</i> reaches with the help of its
 * node is one that <i>b</i> reaches so. GPUs with equal sets are looked at once, and an island
 * within everybody's reach settles all that can climb to it. In general to find two disjoint sets
 * is the orthogonal-vectors problem, for which no method much faster than comparing all pairs is
 * known; the pairs that are left are compared 64 at a time.
 */
final class Reachability {

  private final Topology topology;
  private final Place file;
  private final List<Device> gpus;
  private final Summits summits;

  private Reachability(Topology topology, Place file) {
    this.topology = topology;
    this.file = file;
    gpus = topology.devices(DeviceKind.GPU).toList();
    summits = new Summits(topology);
  }

  /** Two GPUs without a path between them. */
  record Gap(Device from, Device to) {}

  static void require(Topology topology, Place file) {
    Reachability reachability = new Reachability(topology, file);
    reachability.requireConnected();
    reachability
        .gap()
        .ifPresent(
            gap -> {
              throw file.fault(
                  "no up-down path leads from %s to %s: no device is above both, and no GPU of their"
                          .formatted(Place.quoted(gap.from().name()), Place.quoted(gap.to().name()))
                      + " nodes can relay. Maybe a spine switch.");
            });
  }

  /** The first two GPUs that cannot talk to each other, if there are such. */
  static Optional<Gap> gap(Topology topology) {
    return new Reachability(topology, new Place("", 0)).gap();
  }

  private void requireConnected() {
    List<List<Integer>> neighbours = new ArrayList<>();
    topology.devices().forEach(device -> neighbours.add(new ArrayList<>()));
    for (Cable cable : topology.cables()) {
      neighbours.get(cable.lower().id()).add(cable.upper().id());
      neighbours.get(cable.upper().id()).add(cable.lower().id());
    }
    BitSet reached = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(gpus.get(0).id()));
    reached.set(gpus.get(0).id());
    while (!open.isEmpty()) {
      for (int next : neighbours.get(open.removeLast())) {
        if (!reached.get(next)) {
          reached.set(next);
          open.addLast(next);
        }
      }
    }
    int missing = reached.nextClearBit(0);
    if (missing < topology.devices().size()) {
      throw file.fault(
          "%s is not connected to %s: the fabric falls apart"
              .formatted(
                  Place.quoted(topology.devices().get(missing).name()),
                  Place.quoted(gpus.get(0).name())));
    }
  }

  private Optional<Gap> gap() {
    Map<IntSet, Device> first = new LinkedHashMap<>();
    Map<Integer, Map<Integer, IntSet>> helps = helps();
    for (Device gpu : gpus) {
      IntSet own = summits.of(gpu);
      Map<Integer, IntSet> help = helps.getOrDefault(gpu.node(), Map.of());
      // What it can climb to, and what those of its node can that it has a direct path to.
      IntSet helped =
          summits.union(
              own.stream().mapToObj(island -> help.getOrDefault(island, own)).distinct().toList());
      first.putIfAbsent(helped, gpu);
    }
    return new ReachPairs(List.copyOf(first.keySet()))
        .gap()
        .map(
            pair -> {
              List<Device> devices = List.copyOf(first.values());
              return new Gap(devices.get(pair[0]), devices.get(pair[1]));
            });
  }

  /** By node and island, all that is reached by those of its GPUs that climb to the island. */
  private Map<Integer, Map<Integer, IntSet>> helps() {
    Map<Integer, Map<Integer, List<IntSet>>> parts = new HashMap<>();
    for (Device gpu : gpus) {
      Map<Integer, List<IntSet>> ofNode =
          parts.computeIfAbsent(gpu.node(), absent -> new HashMap<>());
      IntSet own = summits.of(gpu);
      own.stream()
          .forEach(island -> ofNode.computeIfAbsent(island, absent -> new ArrayList<>()).add(own));
    }
    Map<Integer, Map<Integer, IntSet>> helps = new HashMap<>();
    parts.forEach(
        (node, ofNode) -> {
          Map<Integer, IntSet> union = new HashMap<>();
          ofNode.forEach(
              (island, sets) ->
                  union.put(island, summits.union(sets.stream().distinct().toList())));
          helps.put(node, union);
        });
    return helps;
  }
}
