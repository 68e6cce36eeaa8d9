package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntSet;
import weft.sim.fabric.Fabric;

/**
 * Links of one direction that have not failed, by one of their ends: a row of link ids for each
 * node, ascending.
 */
final class LinkIndex {

  private final int[] firsts;
  private final int[] links;

  private LinkIndex(Fabric fabric, IntSet failed, Direction direction, boolean byTarget) {
    int[] counts = new int[fabric.nodeCount() + 1];
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (Direction.of(fabric, link) == direction && !failed.contains(link)) {
        counts[row(fabric, link, byTarget) + 1]++;
      }
    }
    for (int node = 0; node < fabric.nodeCount(); node++) {
      counts[node + 1] += counts[node];
    }
    firsts = counts;
    links = new int[firsts[fabric.nodeCount()]];
    int[] next = firsts.clone();
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (Direction.of(fabric, link) == direction && !failed.contains(link)) {
        links[next[row(fabric, link, byTarget)]++] = link;
      }
    }
  }

  /** The links that lead up from each node. */
  static LinkIndex upBySource(Fabric fabric, IntSet failed) {
    return new LinkIndex(fabric, failed, Direction.UP, false);
  }

  /** The links that lead from each node to others of its level. */
  static LinkIndex lateralBySource(Fabric fabric, IntSet failed) {
    return new LinkIndex(fabric, failed, Direction.LATERAL, false);
  }

  /** The links that lead to each node from others of its level. */
  static LinkIndex lateralByTarget(Fabric fabric, IntSet failed) {
    return new LinkIndex(fabric, failed, Direction.LATERAL, true);
  }

  /** The links that lead down to each node. */
  static LinkIndex downByTarget(Fabric fabric, IntSet failed) {
    return new LinkIndex(fabric, failed, Direction.DOWN, true);
  }

  /** How many links it holds. */
  int size() {
    return links.length;
  }

  int first(int node) {
    return firsts[node];
  }

  /** One past the last of a node's row. */
  int end(int node) {
    return firsts[node + 1];
  }

  int link(int index) {
    return links[index];
  }

  private static int row(Fabric fabric, int link, boolean byTarget) {
    return byTarget ? fabric.target(link) : fabric.source(link);
  }
}
