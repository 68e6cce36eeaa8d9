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

  /**
   * The first of the paths that begin with the same {@code hop} links as {@code path}: where a
   * switch may choose anew at that hop, its choices are the paths from this one up to {@link
   * #endSharing}.
   *
   * @param hop from 0 for all paths, the number of links for the path alone
   */
  public int firstSharing(int path, int hop) {
    int differs = -1;
    int shares = path;
    while (shares - differs > 1) {
      int middle = (differs + shares) >>> 1;
      if (isSharing(middle, path, hop)) {
        shares = middle;
      } else {
        differs = middle;
      }
    }
    return shares;
  }

  /** One past the last of the paths of {@link #firstSharing}. */
  public int endSharing(int path, int hop) {
    int shares = path;
    int differs = count();
    while (differs - shares > 1) {
      int middle = (shares + differs) >>> 1;
      if (isSharing(middle, path, hop)) {
        shares = middle;
      } else {
        differs = middle;
      }
    }
    return differs;
  }

  /** The links of all paths, path by path: {@code count × hops} of them. A copy. */
  public int[] rows() {
    return rows.clone();
  }

  /** Writes what {@link #rows} returns into an array, from {@code offset} on. */
  public void copyTo(int[] target, int offset) {
    System.arraycopy(rows, 0, target, offset, rows.length);
  }

  private boolean isSharing(int a, int b, int hop) {
    // From behind, where they are most likely to differ.
    for (int i = hop - 1; i >= 0; i--) {
      if (link(a, i) != link(b, i)) {
        return false;
      }
    }
    return true;
  }
}
