package weft.sim.route;

/** Gives every flow its path. The same arguments give the same path for the whole run. */
public interface Router {

  /**
   * The path of a flow.
   *
   * @param source endpoint, or {@linkplain weft.sim.fabric.Fabric#end node that sends itself}
   * @param destination the same, another one
   * @param flow tells flows between the same endpoints apart, as a queue pair's port does; 0 …
   *     65,535
   * @return its id in {@link #paths()}
   * @throws NoPathException if there is no path
   */
  int path(int source, int destination, int flow);

  /**
   * The paths that flows between two endpoints can get, for senders that spread their packets over
   * them. Computed anew for each call, in the time of one path and, as a rule, of what is returned.
   *
   * @param source endpoint
   * @param destination endpoint, another one
   * @param most how many to return at most, 1 … 1,048,576; of more, that many are chosen by a hash
   *     of seed, source and destination so that the links of each hop are used evenly
   * @throws NoPathException if there is no path
   * @throws IllegalArgumentException if that many have more than 2²⁸ links
   */
  PathSet pathSet(int source, int destination, int most);

  /** All paths given out so far by {@link #path}. */
  Paths paths();
}
