package weft.sim.route;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/** Paths that somebody has worked out for all flows that there will be. */
public final class KnownPaths implements Router {

  private static final int NONE = -1;

  private final Paths paths = new Paths();
  private final Long2IntOpenHashMap pathOfFlow = new Long2IntOpenHashMap();

  /** No paths yet. */
  public KnownPaths() {
    pathOfFlow.defaultReturnValue(NONE);
  }

  /**
   * Adds a path and returns its id; see {@link Paths}.
   *
   * @param links each once
   * @param shares of each link, what a transfer puts on it relative to its rate
   * @param crossed links that each byte crosses
   * @param count transfers that one on this path stands for
   */
  public int add(
      IntArrayList links, DoubleArrayList shares, long latencyPs, int crossed, int count) {
    return paths.add(links, shares, latencyPs, crossed, count);
  }

  /**
   * Gives a flow its path.
   *
   * @return false if it has another one already, which it keeps
   */
  public boolean assign(int source, int destination, int flow, int path) {
    int before = pathOfFlow.putIfAbsent(key(source, destination, flow), path);
    return before == NONE || before == path;
  }

  @Override
  public int path(int source, int destination, int flow) {
    int path = pathOfFlow.get(key(source, destination, flow));
    if (path == NONE) {
      throw new IllegalStateException(
          "flow %d from endpoint %d to %d has no path".formatted(flow, source, destination));
    }
    return path;
  }

  @Override
  public PathSet pathSet(int source, int destination, int most) {
    throw new UnsupportedOperationException("one path is known of each flow");
  }

  @Override
  public Paths paths() {
    return paths;
  }

  private static long key(int source, int destination, int flow) {
    return ((long) source << 24 | destination) << 16 | flow;
  }
}
