package weft.sim.fold;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import weft.sim.route.Paths;
import weft.sim.route.Router;

/**
 * All connections of a run, one after the other, with their paths, and what several of these have
 * in common: the spreads.
 */
final class Connections {

  private final Router router;
  private final IntArrayList sources = new IntArrayList();
  private final IntArrayList destinations = new IntArrayList();
  private final IntArrayList flows = new IntArrayList();
  private final IntArrayList pathIds = new IntArrayList();

  /** Spreads in use, and by spread its place among them. */
  private final IntArrayList spreads = new IntArrayList();

  private int[] placeOfSpread = new int[0];

  /** Links of all paths together, those of a spread once. */
  private long hops;

  Connections(Router router) {
    this.router = router;
  }

  /** Adds one and returns its number. */
  int add(int source, int destination, int flow) {
    int path = router.path(source, destination, flow);
    sources.add(source);
    destinations.add(destination);
    flows.add(flow);
    pathIds.add(path);
    hops += paths().ownHops(path);
    int spread = paths().spread(path);
    if (spread != Paths.NO_SPREAD && (spread >= placeOfSpread.length || !isInUse(spread))) {
      use(spread);
    }
    return sources.size() - 1;
  }

  private boolean isInUse(int spread) {
    return placeOfSpread[spread] != Paths.NO_SPREAD;
  }

  private void use(int spread) {
    if (spread >= placeOfSpread.length) {
      int known = placeOfSpread.length;
      placeOfSpread = Arrays.copyOf(placeOfSpread, Math.max(2 * spread, paths().spreads()));
      Arrays.fill(placeOfSpread, known, placeOfSpread.length, Paths.NO_SPREAD);
    }
    placeOfSpread[spread] = spreads.size();
    spreads.add(spread);
    hops += paths().endSpreadHop(spread) - paths().firstSpreadHop(spread);
  }

  /** Number of spreads that are in use. */
  int spreads() {
    return spreads.size();
  }

  /** The spread at a place among these; see {@link Paths}. */
  int spread(int place) {
    return spreads.getInt(place);
  }

  /** The place among these of the spread that a connection uses; −1 if it has none. */
  int spreadOf(int connection) {
    int spread = paths().spread(path(connection));
    return spread == Paths.NO_SPREAD ? Paths.NO_SPREAD : placeOfSpread[spread];
  }

  /** Links of the paths of all of them together. */
  long hops() {
    return hops;
  }

  int count() {
    return sources.size();
  }

  int source(int connection) {
    return sources.getInt(connection);
  }

  int destination(int connection) {
    return destinations.getInt(connection);
  }

  int flow(int connection) {
    return flows.getInt(connection);
  }

  /** Its path in {@link #paths()}. */
  int path(int connection) {
    return pathIds.getInt(connection);
  }

  Paths paths() {
    return router.paths();
  }
}
