package weft.sim.route;

import weft.sim.fabric.Fabric;

/** Links by one of their ends: a row of link ids for each node, in ascending order. */
final class LinkIndex {

  private final int[] firsts;
  private final int[] links;

  private LinkIndex(Fabric fabric, boolean up) {
    int[] counts = new int[fabric.nodeCount() + 1];
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (isUp(fabric, link) == up) {
        counts[row(fabric, link, up) + 1]++;
      }
    }
    for (int node = 0; node < fabric.nodeCount(); node++) {
      counts[node + 1] += counts[node];
    }
    firsts = counts;
    links = new int[firsts[fabric.nodeCount()]];
    int[] next = firsts.clone();
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (isUp(fabric, link) == up) {
        links[next[row(fabric, link, up)]++] = link;
      }
    }
  }

  /** The links that lead up from each node. */
  static LinkIndex upBySource(Fabric fabric) {
    return new LinkIndex(fabric, true);
  }

  /** The links that lead down, or sideways, to each node. */
  static LinkIndex downByTarget(Fabric fabric) {
    return new LinkIndex(fabric, false);
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

  private static int row(Fabric fabric, int link, boolean up) {
    return up ? fabric.source(link) : fabric.target(link);
  }

  private static boolean isUp(Fabric fabric, int link) {
    return fabric.nodeLevel(fabric.target(link)) > fabric.nodeLevel(fabric.source(link));
  }
}
