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

  /**
   * All paths from one endpoint to another: direct ones, or over the first relay that has some, or
   * over the first two.
   */
  Set<List<Integer>> between(int from, int to) {
    Set<List<Integer>> allowed = direct(from, to);
    List<Integer> relays = new ArrayList<>(beside(from, to, to));
    relays.addAll(beside(to, from, from));
    for (int relay : relays) {
      if (allowed.isEmpty()) {
        allowed = joined(direct(from, relay), direct(relay, to));
      }
    }
    for (int first : beside(from, to, to)) {
      for (int second : beside(to, first, from)) {
        if (allowed.isEmpty() && first != second) {
          allowed = joined(joined(direct(from, first), direct(first, second)), direct(second, to));
        }
      }
    }
    return allowed;
  }

  private static Set<List<Integer>> joined(Set<List<Integer>> heads, Set<List<Integer>> tails) {
    Set<List<Integer>> paths = new HashSet<>();
    for (List<Integer> head : heads) {
      for (List<Integer> tail : tails) {
        List<Integer> both = new ArrayList<>(head);
        both.addAll(tail);
        paths.add(both);
      }
    }
    return paths;
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

  /** Others of a member's domain, but for one, first those on the rail of a certain endpoint. */
  private List<Integer> beside(int member, int ofRail, int other) {
    return IntStream.range(0, fabric.endpointCount())
        .filter(relay -> relay != member && relay != other)
        .filter(relay -> fabric.domain(relay) == fabric.domain(member))
        .boxed()
        .sorted(Comparator.comparing(relay -> fabric.rail(relay) == fabric.rail(ofRail) ? 0 : 1))
        .toList();
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

  /**
   * A NIC on the way up serves the source, one on the way down the destination, which counts
   * double.
   */
  private int offRail(List<Integer> path, int from, int to) {
    int nics = 0;
    for (int link : path) {
      int target = fabric.target(link);
      int rise = fabric.nodeLevel(target) - fabric.nodeLevel(fabric.source(link));
      if (rise != 0 && fabric.isOffRail(target, rise > 0 ? from : to)) {
        nics += rise > 0 ? 1 : 2;
      }
    }
    return nics;
  }
}
