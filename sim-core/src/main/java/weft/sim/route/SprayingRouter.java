package weft.sim.route;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2DoubleOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * All the paths that {@link UpDownRouter} may choose from, each with the same part of every
 * transfer: a link carries the share of the paths that lead over it.
 *
 * <p>The number of a flow makes no difference. The latency is that of the sums of the paths. An
 * endpoint with one link up and one link down is told apart from what lies between: pairs behind
 * the same two switches have that in common, and it is worked out once.
 */
public final class SprayingRouter implements Router {

  /** Paths are counted up to here, beyond which their shares would not be what they are. */
  private static final int MOST_PATHS = 1 << 30;

  private static final int NONE = -1;
  private static final int UNSEEN = -2;

  /** Instead of a spread: pairs go over an endpoint, which one depends on both ends. */
  private static final int OVER_RELAYS = -3;

  private final Fabric fabric;
  private final UpDownRouter router;
  private final Paths paths = new Paths();
  private final Long2IntOpenHashMap pathOfPair = new Long2IntOpenHashMap();
  private final Long2IntOpenHashMap spreadOfPair = new Long2IntOpenHashMap();
  private final LongArrayList latencies = new LongArrayList();

  /** The only link that leaves each endpoint, and the only one that comes to it; −1 if several. */
  private final int[] onlyOut;

  private final int[] onlyIn;

  /** Over the paths of a router, also around the links that it avoids. */
  public SprayingRouter(Fabric fabric, UpDownRouter router) {
    this.fabric = fabric;
    this.router = router;
    pathOfPair.defaultReturnValue(NONE);
    spreadOfPair.defaultReturnValue(NONE);
    int[] out = new int[fabric.nodeCount()];
    int[] in = new int[fabric.nodeCount()];
    Arrays.fill(out, UNSEEN);
    Arrays.fill(in, UNSEEN);
    for (int link = 0; link < fabric.linkCount(); link++) {
      int from = fabric.source(link);
      int to = fabric.target(link);
      out[from] = out[from] == UNSEEN ? link : NONE;
      in[to] = in[to] == UNSEEN ? link : NONE;
    }
    onlyOut = new int[fabric.endpointCount()];
    onlyIn = new int[fabric.endpointCount()];
    for (int endpoint = 0; endpoint < onlyOut.length; endpoint++) {
      onlyOut[endpoint] = Math.max(NONE, out[fabric.endpointNode(endpoint)]);
      onlyIn[endpoint] = Math.max(NONE, in[fabric.endpointNode(endpoint)]);
    }
  }

  @Override
  public int path(int source, int destination, int flow) {
    long pair = pair(source, destination);
    int path = pathOfPair.get(pair);
    if (path == NONE) {
      path = compute(source, destination);
      pathOfPair.put(pair, path);
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
    int first = fabric.isEndpoint(source) ? onlyOut[source] : NONE;
    int last = fabric.isEndpoint(destination) ? onlyIn[destination] : NONE;
    boolean hasOwn =
        source != destination
            && first != NONE
            && last != NONE
            && !router.avoids(first)
            && !router.avoids(last);
    if (!hasOwn) {
      return spreading(source, destination);
    }
    IntArrayList own = new IntArrayList(2);
    own.add(first);
    if (first == last) {
      return paths.add(own, fabric.latencyPs(first));
    }
    own.add(last);
    long latencyPs = Durations.add(fabric.latencyPs(first), fabric.latencyPs(last));
    int from = fabric.target(first);
    int to = fabric.source(last);
    if (from == to) {
      return paths.add(own, latencyPs);
    }
    int spread = spreadOfPair.get(pair(from, to));
    if (spread == NONE) {
      Ways ways = router.ways(source, destination, MOST_PATHS);
      spread = ways.isDirect() ? spread(ways, true) : OVER_RELAYS;
      spreadOfPair.put(pair(from, to), spread);
    }
    return spread == OVER_RELAYS
        ? spreading(source, destination)
        : paths.addSpreading(own, Durations.add(latencyPs, latencies.getLong(spread)), spread);
  }

  /** A path that has no more than its ends in common with another. */
  private int spreading(int source, int destination) {
    int spread = spread(router.ways(source, destination, MOST_PATHS), false);
    return paths.addSpreading(new IntArrayList(0), latencies.getLong(spread), spread);
  }

  /**
   * Follows all paths hop by hop, with the part of the transfer that has come to each state.
   *
   * @param isTrimmed whether the first and the last link are left out
   */
  private int spread(Ways ways, boolean isTrimmed) {
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
      boolean isOwn = isTrimmed && (hop == 0 || hop == hops - 1);
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
    return paths.addSpread(links, shares, isTrimmed ? hops - 2 : hops);
  }

  /** Endpoints and nodes have 31 bits. */
  private static long pair(int one, int other) {
    return (long) one << Integer.SIZE | other;
  }
}
