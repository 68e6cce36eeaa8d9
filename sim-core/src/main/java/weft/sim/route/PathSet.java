package weft.sim.route;

import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * Different paths between the same two endpoints, of the same number of links: what a sender may
 * spread its packets over. They are sorted by their links, so that the paths that share their first
 * links are neighbours. Immutable; 4 bytes a link.
 */
public final class PathSet {

  private final Fabric fabric;
  private final int hops;
  private final int[] rows;

  PathSet(Fabric fabric, int hops, int[] rows) {
    this.fabric = fabric;
    this.hops = hops;
    this.rows = rows;
  }

  /** Number of paths, at least 1. */
  public int count() {
    return rows.length / hops;
  }

  /** Links of each path, at least 1. */
  public int hops() {
    return hops;
  }

  /** The link of a path at a hop, {@code 0 … hops − 1}. */
  public int link(int path, int hop) {
    return rows[path * hops + hop];
  }

  /** Sum of the latencies of a path's links, picoseconds. */
  public long latencyPs(int path) {
    long latencyPs = 0;
    for (int hop = 0; hop < hops; hop++) {
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(link(path, hop)));
    }
    return latencyPs;
  }

  /** The links of all paths, path by path: {@code count × hops} of them. A copy. */
  public int[] rows() {
    return rows.clone();
  }
}
