package weft.sim.fold;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.route.Paths;
import weft.sim.route.Router;

/** All connections of a run, one after the other, with their paths. */
final class Connections {

  private final Router router;
  private final IntArrayList sources = new IntArrayList();
  private final IntArrayList destinations = new IntArrayList();
  private final IntArrayList flows = new IntArrayList();
  private final IntArrayList pathIds = new IntArrayList();

  /** Links of all paths together. */
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
    hops += router.paths().hops(path);
    return sources.size() - 1;
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
