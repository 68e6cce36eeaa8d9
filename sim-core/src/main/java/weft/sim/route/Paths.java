package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** Paths under dense ids, each a row of links in one array. */
public final class Paths {

  private final IntArrayList firstHops = new IntArrayList();
  private final IntArrayList links = new IntArrayList();
  private final LongArrayList latencies = new LongArrayList();
  private int longest;

  Paths() {
    firstHops.add(0);
  }

  int add(IntArrayList path, long latencyPs) {
    links.addAll(path);
    firstHops.add(links.size());
    latencies.add(latencyPs);
    longest = Math.max(longest, path.size());
    return latencies.size() - 1;
  }

  /** Links of a path. */
  public int hops(int path) {
    return firstHops.getInt(path + 1) - firstHops.getInt(path);
  }

  /** The link of a path at a hop, {@code 0 … hops − 1}. */
  public int link(int path, int hop) {
    return links.getInt(firstHops.getInt(path) + hop);
  }

  /** Sum of the latencies of a path's links, picoseconds. */
  public long latencyPs(int path) {
    return latencies.getLong(path);
  }

  /** Links of the longest path so far. */
  public int longest() {
    return longest;
  }
}
