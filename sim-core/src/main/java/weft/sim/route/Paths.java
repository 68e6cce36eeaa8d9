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
 * together, of which each link carries a share, and may stand for many like it. What such paths
 * have in common is a spread: kept once, it comes after the links of their own.
 */
public final class Paths {

  /** The spread of a path that has none. */
  public static final int NO_SPREAD = -1;

  private final IntArrayList firstHops = new IntArrayList();
  private final IntArrayList links = new IntArrayList();
  private final LongArrayList latencies = new LongArrayList();

  /** For each hop of all paths; null as long as all are 1. */
  private @Nullable DoubleArrayList shares;

  /** Of paths that stand for more than one transfer or have shares: how many, and their length. */
  private final Int2IntOpenHashMap crossedOf = new Int2IntOpenHashMap();

  private final Int2IntOpenHashMap countOf = new Int2IntOpenHashMap();

  /** For each path its spread; null as long as none has one. */
  private @Nullable IntArrayList spreads;

  private final IntArrayList firstSpreadHops = new IntArrayList();
  private final IntArrayList spreadLinks = new IntArrayList();
  private final DoubleArrayList spreadShares = new DoubleArrayList();
  private final IntArrayList spreadCrossed = new IntArrayList();

  Paths() {
    firstSpreadHops.add(0);
    firstHops.add(0);
    countOf.defaultReturnValue(1);
    crossedOf.defaultReturnValue(-1);
  }

  int add(IntArrayList path, long latencyPs) {
    links.addAll(path);
    firstHops.add(links.size());
    latencies.add(latencyPs);
    if (shares != null) {
      addShares(shares, links.size());
    }
    if (spreads != null) {
      spreads.add(NO_SPREAD);
    }
    return latencies.size() - 1;
  }

  /**
   * Adds what paths may have in common.
   *
   * @param over links, none of which these paths have besides
   * @param parts of each link, what a transfer puts on it relative to its rate
   * @param crossed links of it that each byte crosses
   * @return its id
   */
  int addSpread(IntArrayList over, DoubleArrayList parts, int crossed) {
    spreadLinks.addAll(over);
    spreadShares.addAll(parts);
    spreadCrossed.add(crossed);
    firstSpreadHops.add(spreadLinks.size());
    return spreadCrossed.size() - 1;
  }

  /** Adds a path of links that everything crosses, and a spread. */
  int addSpreading(IntArrayList path, long latencyPs, int spread) {
    if (spreads == null) {
      spreads = new IntArrayList();
      for (int i = 0; i < latencies.size(); i++) {
        spreads.add(NO_SPREAD);
      }
    }
    int id = add(path, latencyPs);
    spreads.set(id, spread);
    return id;
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
    int id = latencies.size() - 1;
    if (spreads != null) {
      spreads.add(NO_SPREAD);
    }
    crossedOf.put(id, crossed);
    countOf.put(id, count);
    return id;
  }

  private static void addShares(DoubleArrayList shares, int upTo) {
    while (shares.size() < upTo) {
      shares.add(1);
    }
  }

  /** Links of a path, those of its spread among them. */
  public int hops(int path) {
    int own = ownHops(path);
    int spread = spread(path);
    return spread == NO_SPREAD ? own : own + endSpreadHop(spread) - firstSpreadHop(spread);
  }

  /** The link of a path at a hop, {@code 0 … hops − 1}. */
  public int link(int path, int hop) {
    int own = ownHops(path);
    return hop < own
        ? links.getInt(firstHops.getInt(path) + hop)
        : spreadLinks.getInt(firstSpreadHop(spread(path)) + hop - own);
  }

  /** What a transfer puts on the link at a hop, relative to its rate: 1 if all of it crosses it. */
  public double share(int path, int hop) {
    int own = ownHops(path);
    if (hop >= own) {
      return spreadShares.getDouble(firstSpreadHop(spread(path)) + hop - own);
    }
    return shares == null ? 1 : shares.getDouble(firstHops.getInt(path) + hop);
  }

  /** Links of a spread that each byte crosses. */
  int spreadCrossed(int spread) {
    return spreadCrossed.getInt(spread);
  }

  /** Links of a path that come before its spread. */
  public int ownHops(int path) {
    return firstHops.getInt(path + 1) - firstHops.getInt(path);
  }

  /** What a path has in common with others; {@link #NO_SPREAD} if nothing. */
  public int spread(int path) {
    return spreads == null ? NO_SPREAD : spreads.getInt(path);
  }

  /** Number of spreads. */
  public int spreads() {
    return spreadCrossed.size();
  }

  /** Where the hops of a spread begin, for {@link #spreadLink} and {@link #spreadShare}. */
  public int firstSpreadHop(int spread) {
    return firstSpreadHops.getInt(spread);
  }

  /** Where they end. */
  public int endSpreadHop(int spread) {
    return firstSpreadHops.getInt(spread + 1);
  }

  /** A link of a spread. */
  public int spreadLink(int hop) {
    return spreadLinks.getInt(hop);
  }

  /** What a transfer puts on it, relative to its rate. */
  public double spreadShare(int hop) {
    return spreadShares.getDouble(hop);
  }

  /** Links that each byte of a transfer crosses: those of the path, unless they have shares. */
  public int crossed(int path) {
    int spread = spread(path);
    if (spread != NO_SPREAD) {
      return ownHops(path) + spreadCrossed.getInt(spread);
    }
    int crossed = crossedOf.isEmpty() ? -1 : crossedOf.get(path);
    return crossed < 0 ? hops(path) : crossed;
  }

  /** How many transfers a transfer on this path stands for. */
  public int count(int path) {
    return countOf.isEmpty() ? 1 : countOf.get(path);
  }

  /** Sum of the latencies of a path's links, picoseconds. */
  public long latencyPs(int path) {
    return latencies.getLong(path);
  }
}
