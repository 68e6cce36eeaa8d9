package weft.sim.route;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import weft.sim.fabric.Fabric;

/**
 * All shortest ways down to one node, from everywhere above it. An instance is used for one
 * destination after another; it keeps its arrays.
 */
final class Descents {

  /** The cost from a node from which the destination cannot be reached downwards. */
  static final int UNREACHED = Integer.MAX_VALUE;

  /** What a step costs: more than any number of NICs off the rail, each of which costs 1. */
  static final int STEP = 8;

  private final Fabric fabric;
  private final LinkIndex linksByTarget;
  private final LinkIndex linksBySource;
  private final NodeValues costs;

  /** By node, its place in {@link #reached}. */
  private final NodeValues places;

  /** Nodes from which the destination is reached, nearest first. */
  private final IntArrayList reached = new IntArrayList();

  private int endpoint;

  Descents(Fabric fabric, LinkIndex linksByTarget, LinkIndex linksBySource) {
    this.fabric = fabric;
    this.linksByTarget = linksByTarget;
    this.linksBySource = linksBySource;
    costs = new NodeValues(fabric.nodeCount());
    places = new NodeValues(fabric.nodeCount());
  }

  /** Finds the ways to another destination. */
  void find(int destination) {
    endpoint = destination;
    costs.clear();
    places.clear();
    reached.clear();
    add(fabric.endpointNode(destination), 0);
    for (int next = 0; next < reached.size(); next++) {
      int node = reached.getInt(next);
      int cost = costAbove(node);
      for (int i = linksByTarget.first(node); i < linksByTarget.end(node); i++) {
        int above = fabric.source(linksByTarget.link(i));
        int known = cost(above);
        if (known == UNREACHED) {
          add(above, cost);
        } else if (cost < known) {
          // As many steps: what is farther away has not been reached yet.
          costs.put(above, cost);
        }
      }
    }
  }

  private void add(int node, int cost) {
    costs.put(node, cost);
    places.put(node, reached.size());
    reached.add(node);
  }

  /** The cost from a node just above one that has been reached. */
  private int costAbove(int node) {
    return cost(node) + STEP + (fabric.isOffRail(node, endpoint) ? 1 : 0);
  }

  /** The nodes from which the destination can be reached downwards, itself included. */
  IntArrayList nodes() {
    return reached;
  }

  /**
   * The cost of the way down from a node: {@link #STEP} for each step, and 1 for a NIC of the
   * destination's node that is off its rail; {@link #UNREACHED} if there is no way.
   */
  int cost(int node) {
    return costs.get(node, UNREACHED);
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
      if (cost(below) != UNREACHED && costAbove(below) == cost) {
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
    return places.get(fabric.target(link), UNREACHED);
  }
}
