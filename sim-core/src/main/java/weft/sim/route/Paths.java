package weft.sim.route;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Paths under dense ids, each a row of links in one array.
 *
 * <p>On most paths everything crosses every link. A path may also be several that are used
 * together, of which each link carries a share, and may stand for many like it.
 */
public final class Paths {

  private final IntArrayList firstHops = new IntArrayList();
  private final IntArrayList links = new IntArrayList();
  private final LongArrayList latencies = new LongArrayList();

  /** For each hop of all paths; null as long as all are 1. */
  private @Nullable DoubleArrayList shares;

  /** Of paths that stand for more than one transfer or have shares: how many, and their length. */
  private final Int2IntOpenHashMap crossedOf = new Int2IntOpenHashMap();

  private final Int2IntOpenHashMap countOf = new Int2IntOpenHashMap();
  private int longest;

  Paths() {
    firstHops.add(0);
    countOf.defaultReturnValue(1);
    crossedOf.defaultReturnValue(-1);
  }

  int add(IntArrayList path, long latencyPs) {
    links.addAll(path);
    firstHops.add(links.size());
    latencies.add(latencyPs);
    longest = Math.max(longest, path.size());
    if (shares != null) {
      addShares(shares, links.size());
    }
    return latencies.size() - 1;
  }

  /**
   * Adds a path whose links are used in part, or by many transfers like one.
   *
   * @param path each link once
   * @param parts of each link, what a transfer puts on it relative to its rate
   * @param latencyPs of a transfer
   * @param crossed links that each byte crosses
   * @param count transfers that one on this path stands for
   */
  int add(IntArrayList path, DoubleArrayList parts, long latencyPs, int crossed, int count) {
    if (shares == null) {
      shares = new DoubleArrayList();
      addShares(shares, links.size());
    }
    links.addAll(path);
    shares.addAll(parts);
    firstHops.add(links.size());
    latencies.add(latencyPs);
    longest = Math.max(longest, path.size());
    int id = latencies.size() - 1;
    crossedOf.put(id, crossed);
    countOf.put(id, count);
    return id;
  }

  private static void addShares(DoubleArrayList shares, int upTo) {
    while (shares.size() < upTo) {
      shares.add(1);
    }
  }

  /** Links of a path. */
  public int hops(int path) {
    return firstHops.getInt(path + 1) - firstHops.getInt(path);
  }

  /** The link of a path at a hop, {@code 0 … hops − 1}. */
  public int link(int path, int hop) {
    return links.getInt(firstHops.getInt(path) + hop);
  }

  /** What a transfer puts on the link at a hop, relative to its rate: 1 if all of it crosses it. */
  public double share(int path, int hop) {
    return shares == null ? 1 : shares.getDouble(firstHops.getInt(path) + hop);
  }

  /** Links that each byte of a transfer crosses: those of the path, unless they have shares. */
  public int crossed(int path) {
    int crossed = crossedOf.get(path);
    return crossed < 0 ? hops(path) : crossed;
  }

  /** How many transfers a transfer on this path stands for. */
  public int count(int path) {
    return countOf.get(path);
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
