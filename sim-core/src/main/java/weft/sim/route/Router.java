package weft.sim.route;

/** Gives every flow its path. The same arguments give the same path for the whole run. */
public interface Router {

  /**
   * The path of a flow.
   *
   * @param source endpoint
   * @param destination endpoint, another one
   * @param flow tells flows between the same endpoints apart, as a queue pair's port does; 0 …
   *     65,535
   * @return its id in {@link #paths()}
   * @throws IllegalArgumentException if there is no path
   */
  int path(int source, int destination, int flow);

  /** All paths given out so far. */
  Paths paths();
}
