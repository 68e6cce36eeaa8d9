package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import weft.sim.fabric.Fabric;

/** The paths that flows may take, by brute force: all up-down paths, then one rule at a time. */
final class DullPaths {

  /**
   * The phases of a path are −1, 0 and 1: what the level of a link's source is above its target's.
   */
  private static final int CLIMBING = -1;

  private final Fabric fabric;
  private final IntSet failed;

  DullPaths(Fabric fabric, IntSet failed) {
    this.fabric = fabric;
    this.failed = failed;
  }

  /** All paths from one endpoint to another, direct ones or over the first relay that has some. */
  Set<List<Integer>> between(int from, int to) {
    Set<List<Integer>> allowed = direct(from, to);
    for (int relay : relays(from, to)) {
      if (allowed.isEmpty()) {
        for (List<Integer> head : direct(from, relay)) {
          for (List<Integer> tail : direct(relay, to)) {
            List<Integer> both = new ArrayList<>(head);
            both.addAll(tail);
            allowed.add(both);
          }
        }
      }
    }
    return allowed;
  }

  /** Shortest, of these lowest, of these over the fewest NICs off the rails of their ends. */
  private Set<List<Integer>> direct(int from, int to) {
    Set<List<Integer>> paths = new HashSet<>();
    enumerate(
        fabric.endpointNode(from),
        fabric.endpointNode(to),
        CLIMBING,
        new ArrayList<>(),
        new HashSet<>(),
        paths);
    keepLeast(paths, this::highestLevel);
    keepLeast(paths, path -> offRail(path, from, to));
    return paths;
  }

  private static void keepLeast(Set<List<Integer>> paths, ToIntFunction<List<Integer>> cost) {
    int least = paths.stream().mapToInt(cost).min().orElse(0);
    paths.removeIf(path -> cost.applyAsInt(path) > least);
  }

  /**
   * Others of the source's domain, that on the destination's rail first; then the other way round.
   */
  private List<Integer> relays(int from, int to) {
    List<Integer> relays = new ArrayList<>();
    for (int[] ends : new int[][] {{from, to}, {to, from}}) {
      IntStream.range(0, fabric.endpointCount())
          .filter(relay -> relay != from && relay != to)
          .filter(relay -> fabric.domain(relay) == fabric.domain(ends[0]))
          .boxed()
          .sorted(Comparator.comparing(relay -> fabric.rail(relay) == fabric.rail(ends[1]) ? 0 : 1))
          .forEach(relays::add);
    }
    return relays;
  }

  /** Walks all simple paths that climb, stay on a level, and descend; keeps the shortest. */
  private void enumerate(
      int node,
      int to,
      int phase,
      List<Integer> path,
      Set<Integer> visited,
      Set<List<Integer>> shortest) {
    int least = shortest.stream().mapToInt(List::size).findFirst().orElse(Integer.MAX_VALUE);
    if (node == to) {
      if (path.size() < least) {
        shortest.clear();
      }
      if (path.size() <= least) {
        shortest.add(List.copyOf(path));
      }
      return;
    }
    if (path.size() >= least) {
      return;
    }
    visited.add(node);
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      int target = fabric.target(link);
      int next = Integer.signum(fabric.nodeLevel(node) - fabric.nodeLevel(target));
      if (!failed.contains(link) && !visited.contains(target) && next >= phase) {
        path.add(link);
        enumerate(target, to, next, path, visited, shortest);
        path.remove(path.size() - 1);
      }
    }
    visited.remove(node);
  }

  private int highestLevel(List<Integer> path) {
    return path.stream()
        .mapToInt(link -> fabric.nodeLevel(fabric.source(link)))
        .max()
        .orElseThrow();
  }

  /** A NIC on the way up serves the source, one on the way down the destination. */
  private int offRail(List<Integer> path, int from, int to) {
    int nics = 0;
    for (int link : path) {
      int target = fabric.target(link);
      int rise = fabric.nodeLevel(target) - fabric.nodeLevel(fabric.source(link));
      nics += rise != 0 && fabric.isOffRail(target, rise > 0 ? from : to) ? 1 : 0;
    }
    return nics;
  }
}
