package weft.sim.workload;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import weft.sim.fabric.Fabric;

/**
 * Finds loops in paths that flows are to take. An endpoint on the way takes in what it sends on, as
 * a relay does, and so what lies beyond may have been passed before; but no endpoint twice, and no
 * link.
 */
public final class PathLoops {

  private final Fabric fabric;
  private final boolean[] isEndpoint;

  /** Finds them in a fabric. */
  public PathLoops(Fabric fabric) {
    this.fabric = fabric;
    isEndpoint = fabric.endpointNodes();
  }

  /**
   * The first hop of a path that closes a loop.
   *
   * @param links each of which begins where the one before it ends
   * @return its place in the path; −1 if there is none
   */
  public int firstClosing(int... links) {
    IntOpenHashSet crossed = new IntOpenHashSet();
    IntOpenHashSet endpoints = new IntOpenHashSet();
    IntOpenHashSet others = new IntOpenHashSet();
    for (int hop = 0; hop < links.length; hop++) {
      int from = fabric.source(links[hop]);
      if (isEndpoint[from]) {
        endpoints.add(from);
        others.clear();
      } else {
        others.add(from);
      }
      int to = fabric.target(links[hop]);
      if (!crossed.add(links[hop]) || endpoints.contains(to) || others.contains(to)) {
        return hop;
      }
    }
    return -1;
  }
}
