package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * A router that gives some flows the paths that were set for them, and asks another for the rest.
 */
public final class PinnedPaths implements Router {

  private final Fabric fabric;
  private final Router others;
  private final Long2IntOpenHashMap pathOfFlow = new Long2IntOpenHashMap();

  /** No pinned paths yet. */
  public PinnedPaths(Fabric fabric, Router others) {
    this.fabric = fabric;
    this.others = others;
    pathOfFlow.defaultReturnValue(-1);
  }

  /**
   * Sets the path of a flow, before anybody has asked for it.
   *
   * @param links in the order in which they are crossed
   * @throws IllegalArgumentException if they do not lead from the source to the destination
   */
  public void pin(int source, int destination, int flow, int... links) {
    int node = fabric.endpointNode(source);
    long latencyPs = 0;
    for (int link : links) {
      if (fabric.source(link) != node) {
        throw new IllegalArgumentException(
            "pinned path: %s does not begin at %s"
                .formatted(fabric.linkName(link), fabric.nodeName(node)));
      }
      node = fabric.target(link);
      latencyPs = Durations.add(latencyPs, fabric.latencyPs(link));
    }
    if (links.length == 0 || node != fabric.endpointNode(destination)) {
      throw new IllegalArgumentException(
          "pinned path: it ends at %s, not at %s"
              .formatted(fabric.nodeName(node), fabric.nodeName(fabric.endpointNode(destination))));
    }
    pathOfFlow.put(key(source, destination, flow), paths().add(new IntArrayList(links), latencyPs));
  }

  @Override
  public int path(int source, int destination, int flow) {
    int path = pathOfFlow.get(key(source, destination, flow));
    return path >= 0 ? path : others.path(source, destination, flow);
  }

  /** What is pinned belongs to a flow; a set of paths to two endpoints. */
  @Override
  public PathSet pathSet(int source, int destination, int most) {
    return others.pathSet(source, destination, most);
  }

  @Override
  public Paths paths() {
    return others.paths();
  }

  /** Endpoints have 24 bits, flows 16, as with {@link UpDownRouter}. */
  private static long key(int source, int destination, int flow) {
    return ((long) source << 24 | destination) << 16 | flow;
  }
}
