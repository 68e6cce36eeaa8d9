package weft.sim.route;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * All the paths that {@link UpDownRouter} may choose from, each with the same part of every
 * transfer: a link carries the share of the paths that lead over it.
 *
 * <p>The number of a flow makes no difference. The latency is the greatest of the paths'. What all
 * paths of an endpoint to others' domains begin or end with is told apart from what lies between:
 * pairs behind the same two switches have that in common, and it is worked out once ({@link
 * Attachments}).
 */
public final class SprayingRouter implements Router {

  /** Paths are counted up to here, beyond which their shares would not be what they are. */
  private static final int MOST_PATHS = 1 << 30;

  private static final int NONE = -1;

  /** Instead of a spread: pairs go over an endpoint, which one depends on both ends. */
  private static final int OVER_RELAYS = -3;

  private final Fabric fabric;
  private final UpDownRouter router;
  private final Attachments up;
  private final Attachments down;
  private final Paths paths = new Paths();
  private final PathIds pathOfPair = new PathIds();
  private final Long2IntOpenHashMap spreadOfEnds = new Long2IntOpenHashMap();
  private final Long2ObjectOpenHashMap<SpreadTemplate> templates = new Long2ObjectOpenHashMap<>();
  private final LongArrayList latencies = new LongArrayList();

  /** The attachments that were looked up last, and their spread. */
  private long lastEnds = NONE;

  private int lastSpread = NONE;

  /** The links of the path at hand that come before its spread. */
  private final IntArrayList own = new IntArrayList();

  /** Over the paths of a router, also around the links that it avoids. */
  public SprayingRouter(Fabric fabric, UpDownRouter router) {
    this.fabric = fabric;
    this.router = router;
    spreadOfEnds.defaultReturnValue(NONE);
    up = router.converged().up();
    down = router.converged().down();
  }

  @Override
  public int path(int source, int destination, int flow) {
    int path = pathOfPair.get(source, destination, 0);
    if (path == PathIds.NONE) {
      path = compute(source, destination);
      pathOfPair.put(source, destination, 0, path);
    }
    return path;
  }

  @Override
  public PathSet pathSet(int source, int destination, int most) {
    return router.pathSet(source, destination, most);
  }

  @Override
  public Paths paths() {
    return paths;
  }

  private int compute(int source, int destination) {
    if (!fabric.isEndpoint(source)
        || !fabric.isEndpoint(destination)
        || fabric.domain(source) == fabric.domain(destination)) {
      return spreading(source, destination);
    }
    own.clear();
    long latencyPs = 0;
    for (int i = 0; i < up.links(source); i++) {
      own.add(up.link(source, i));
    }
    for (int i = down.links(destination) - 1; i >= 0; i--) {
      own.add(down.link(destination, i));
    }
    for (int i = 0; i < own.size(); i++) {
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(own.getInt(i)));
    }
    if (up.node(source) == down.node(destination)) {
      return paths.add(own, latencyPs);
    }
    long ends = pair(up.id(source), down.id(destination));
    int spread = ends == lastEnds ? lastSpread : spreadOfEnds.get(ends);
    if (spread == NONE) {
      spread = spreadBetween(source, destination);
      spreadOfEnds.put(ends, spread);
    }
    lastEnds = ends;
    lastSpread = spread;
    return spread == OVER_RELAYS
        ? spreading(source, destination)
        : paths.addSpreading(own, Durations.add(latencyPs, latencies.getLong(spread)), spread);
  }

  /** The spread between the attachments of two endpoints: like one that is known, if there is. */
  private int spreadBetween(int source, int destination) {
    if (!router.converged().isOfKinds(source, destination)) {
      return searched(source, destination);
    }
    long kinds = pair(up.kind(source), down.kind(destination));
    SpreadTemplate template = templates.get(kinds);
    if (template != null) {
      latencies.add(latencies.getLong(template.spread()));
      return template.addTo(paths, source, destination);
    }
    int spread = searched(source, destination);
    if (spread != OVER_RELAYS) {
      templates.put(
          kinds, new SpreadTemplate(fabric, paths, up, down, source, destination, spread));
    }
    return spread;
  }

  private int searched(int source, int destination) {
    Ways ways = router.ways(source, destination, MOST_PATHS);
    return ways.isDirect() ? spread(ways, up.links(source), down.links(destination)) : OVER_RELAYS;
  }

  /** A path that has no more than its ends in common with another. */
  private int spreading(int source, int destination) {
    int spread = spread(router.ways(source, destination, MOST_PATHS), 0, 0);
    return paths.addSpreading(new IntArrayList(0), latencies.getLong(spread), spread);
  }

  /**
   * Follows all paths hop by hop, with the part of the transfer that has come to each state.
   *
   * @param first links at the beginning that are left out
   * @param last links at the end that are left out
   */
  private int spread(Ways ways, int first, int last) {
    Long2DoubleOpenHashMap parts = new Long2DoubleOpenHashMap();
    Int2DoubleOpenHashMap sums = new Int2DoubleOpenHashMap();
    LongArrayList states = new LongArrayList();
    states.add(ways.start());
    parts.put(ways.start(), 1);
    Long2DoubleOpenHashMap latest = new Long2DoubleOpenHashMap();
    IntArrayList links = new IntArrayList();
    DoubleArrayList shares = new DoubleArrayList();
    int hops = ways.hops();
    double latencyPs = 0;
    for (int hop = 0; hop < hops; hop++) {
      LongArrayList reached = new LongArrayList();
      boolean isOwn = hop < first || hop >= hops - last;
      for (int i = 0; i < states.size(); i++) {
        long state = states.getLong(i);
        double ahead = ways.count(state);
        for (int link : ways.links(state)) {
          long next = ways.next(state, link);
          double share = parts.get(state) * (ways.count(next) / ahead);
          if (!parts.containsKey(next)) {
            reached.add(next);
          }
          parts.addTo(next, share);
          double timePs = latest.get(state) + (isOwn ? 0 : fabric.latencyPs(link));
          latest.put(next, Math.max(latest.get(next), timePs));
          latencyPs = Math.max(latencyPs, timePs);
          if (!isOwn) {
            sums.addTo(link, share);
            if (sums.get(link) == share) {
              links.add(link);
            }
          }
        }
      }
      states = reached;
    }
    for (int i = 0; i < links.size(); i++) {
      shares.add(sums.get(links.getInt(i)));
    }
    latencies.add((long) latencyPs);
    return paths.addSpread(links, shares, hops - first - last);
  }

  /** Endpoints and attachments have 31 bits. */
  private static long pair(int one, int other) {
    return (long) one << Integer.SIZE | other;
  }
}
