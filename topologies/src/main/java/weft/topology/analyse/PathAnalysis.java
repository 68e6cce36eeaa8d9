package weft.topology.analyse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;

/**
 * Distances between GPUs, from a few searches over the whole topology.
 *
 * <p>The diameter is bounded from both sides. From below by the farthest GPU of the first GPU, and
 * the farthest of that one in turn; from above by the switch at the apex between these two, if it
 * stands above all GPUs: no pair is farther apart than the two GPUs deepest below it. Where the
 * bounds meet, as they do in a fabric whose top layer reaches everything, the figure is exact.
 */
final class PathAnalysis {

  private final List<Device> gpus;
  private final Topology topology;
  private final Ladder ladder;
  private final Ladder.Reach fromFirst;

  PathAnalysis(Topology topology) {
    this.topology = topology;
    gpus = topology.devices(DeviceKind.GPU).toList();
    ladder = new Ladder(topology);
    fromFirst = ladder.upDown(gpus.get(0).id());
  }

  /** From the first GPU to the first at each relation and distance, nearest relation first. */
  List<PathSummary> pairs() {
    Device first = gpus.get(0);
    Ladder.Reach belowLeaf = ladder.down(leavesOf(first));
    Blocks units = Blocks.upTo(topology, lowestSwitches(topology));
    Map<Pair, PathSummary> pairs = new LinkedHashMap<>();
    for (Device gpu : gpus.subList(1, gpus.size())) {
      Relation relation;
      if (gpu.node() == first.node()) {
        relation = Relation.SAME_NODE;
      } else if (belowLeaf.includes(gpu.id())) {
        relation = Relation.SAME_LEAF;
      } else {
        relation = units.of(gpu) == units.of(first) ? Relation.SAME_UNIT : Relation.OTHER_UNIT;
      }
      int hops = fromFirst.includes(gpu.id()) ? fromFirst.hops(gpu.id()) : 0;
      Pair pair = new Pair(relation, hops);
      if (!pairs.containsKey(pair)) {
        long paths = fromFirst.ways(gpu.id());
        pairs.put(pair, new PathSummary(relation, first.name(), gpu.name(), hops, paths));
      }
    }
    List<PathSummary> sorted = new ArrayList<>(pairs.values());
    sorted.sort(
        (one, other) ->
            one.relation() != other.relation()
                ? one.relation().compareTo(other.relation())
                : Integer.compare(one.hops(), other.hops()));
    return List.copyOf(sorted);
  }

  /** The largest number of hops between two GPUs that the up-down rule joins. */
  Diameter diameter() {
    Device far = farthest(fromFirst);
    Ladder.Reach fromFar = ladder.upDown(far.id());
    Device opposite = farthest(fromFar);
    int found = fromFar.hops(opposite.id());
    Ladder.Reach upFromFar = ladder.up(far.id());
    Ladder.Reach upFromOpposite = ladder.up(opposite.id());
    int apex = far.id();
    for (Device device : topology.devices()) {
      int id = device.id();
      if (upFromFar.includes(id)
          && upFromOpposite.includes(id)
          && upFromFar.hops(id) + upFromOpposite.hops(id) == found) {
        apex = id;
      }
    }
    Ladder.Reach belowApex = ladder.down(List.of(apex));
    int deepest = 0;
    int second = 0;
    boolean aboveAll = true;
    for (Device gpu : gpus) {
      aboveAll &= belowApex.includes(gpu.id());
      int depth = belowApex.hops(gpu.id());
      second = Math.max(second, Math.min(depth, deepest));
      deepest = Math.max(deepest, depth);
    }
    return new Diameter(found, aboveAll && found == deepest + second);
  }

  /** Level of the lowest switches of the network; of everything where there are none. */
  static int lowestSwitches(Topology topology) {
    return topology.devices().stream()
        .map(Device::kind)
        .filter(DeviceKind::isNetworkSwitch)
        .mapToInt(DeviceKind::level)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private List<Integer> leavesOf(Device gpu) {
    Ladder.Reach up = ladder.up(gpu.id());
    int level = lowestSwitches(topology);
    return topology.devices().stream()
        .filter(device -> device.kind().isNetworkSwitch() && device.kind().level() == level)
        .map(Device::id)
        .filter(up::includes)
        .toList();
  }

  private Device farthest(Ladder.Reach reach) {
    Device farthest = gpus.get(0);
    for (Device gpu : gpus) {
      if (reach.includes(gpu.id())
          && (!reach.includes(farthest.id()) || reach.hops(gpu.id()) > reach.hops(farthest.id()))) {
        farthest = gpu;
      }
    }
    return farthest;
  }

  private record Pair(Relation relation, int hops) {}
}
