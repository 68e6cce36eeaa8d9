package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;

/**
 * All shortest ways down to one node, from the nodes of a cone above it. An instance is used for
 * one destination after another; it keeps its arrays.
 */
final class Descents {

  /** The cost from a node from which the destination cannot be reached downwards. */
  static final int UNREACHED = Integer.MAX_VALUE;

  /** What a step costs: more than any number of NICs off the rail, each of which costs 1. */
  static final int STEP = 8;

  private final Fabric fabric;
  private final LinkIndex linksByTarget;
  private final LinkIndex linksBySource;
  private final Cone cone;
  private final NodeValues costs;
  private int endpoint;

  Descents(Fabric fabric, LinkIndex linksByTarget, LinkIndex linksBySource) {
    this.fabric = fabric;
    this.linksByTarget = linksByTarget;
    this.linksBySource = linksBySource;
    cone = new Cone(fabric, linksByTarget, false);
    costs = new NodeValues(fabric.nodeCount());
  }

  /** Starts anew, with a destination alone. */
  void start(int destination) {
    endpoint = destination;
    cone.start(fabric.endNode(destination));
    costs.clear();
    costs.put(cone.node(0), 0);
  }

  /** Adds the nodes one step farther away; returns whether there are any. */
  boolean grow() {
    if (!cone.grow()) {
      return false;
    }
    int farthest = cone.distance();
    for (int i = cone.first(farthest - 1); i < cone.end(farthest - 1); i++) {
      int node = cone.node(i);
      int cost = costAbove(node);
      for (int j = linksByTarget.first(node); j < linksByTarget.end(node); j++) {
        int above = fabric.source(linksByTarget.link(j));
        if (cost < cost(above)) {
          costs.put(above, cost);
        }
      }
    }
    return true;
  }

  /** The nodes that are known. */
  Cone cone() {
    return cone;
  }

  /**
   * The cost of the way down from a node: {@link #STEP} for each step, and 1 for a NIC of the
   * destination's node that is off its rail; {@link #UNREACHED} if no way is known.
   */
  int cost(int node) {
    return costs.get(node, UNREACHED);
  }

  /** The cost from a node just above one that is known. */
  private int costAbove(int node) {
    return cost(node) + STEP + (fabric.isOffRail(node, endpoint) ? 1 : 0);
  }

  /**
   * Adds the links with which the cheapest ways down from a node begin, those to what was reached
   * first in front.
   */
  void addLinks(int node, IntArrayList links) {
    int cost = cost(node);
    int first = links.size();
    for (int i = linksBySource.first(node); i < linksBySource.end(node); i++) {
      int link = linksBySource.link(i);
      int below = fabric.target(link);
      if (cone.contains(below) && costAbove(below) == cost) {
        // Few, and hardly ever out of order.
        int place = links.size();
        while (place > first && place(links.getInt(place - 1)) > place(link)) {
          place--;
        }
        links.add(place, link);
      }
    }
  }

  private int place(int link) {
    return cone.place(fabric.target(link));
  }
}
