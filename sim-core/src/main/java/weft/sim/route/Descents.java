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

  /** What a step costs: more than NICs off the rail at both ends do. */
  static final int STEP = 8;

  /**
   * What a NIC off the destination's rail costs; one off the source's costs 1. So between two rails
   * that one switch joins, or that are behind one PCIe switch, a sender takes the NIC of the
   * receiver's rail: no two senders, to different receivers, then share one by chance. NCCL does
   * so, too: a ring has one NIC in each node, and who is next to another sends over it (2.30.7,
   * src/graph/paths.cc, ncclTopoGetNetDev; NCCL_CROSS_NIC).
   */
  private static final int OFF_RAIL = 2;

  private static final int NONE = -1;

  private final Fabric fabric;
  private final LinkIndex linksByTarget;
  private final Cone cone;
  private final NodeValues costs;

  /** The links down to known nodes, as they were found, and of each the next of the same source. */
  private final IntArrayList found = new IntArrayList();

  private final IntArrayList nexts = new IntArrayList();

  /** By node, places in there of the first and the last link that leave it. */
  private final NodeValues firsts;

  private final NodeValues lasts;
  private int endpoint;

  Descents(Fabric fabric, LinkIndex linksByTarget) {
    this.fabric = fabric;
    this.linksByTarget = linksByTarget;
    cone = new Cone(fabric, linksByTarget, false);
    costs = new NodeValues(fabric.nodeCount());
    firsts = new NodeValues(fabric.nodeCount());
    lasts = new NodeValues(fabric.nodeCount());
  }

  /** Starts anew, with a destination alone. */
  void start(int destination) {
    endpoint = destination;
    cone.start(fabric.endNode(destination));
    costs.clear();
    firsts.clear();
    lasts.clear();
    found.clear();
    nexts.clear();
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
        append(above, linksByTarget.link(j));
        if (cost < cost(above)) {
          costs.put(above, cost);
        }
      }
    }
    return true;
  }

  private void append(int node, int link) {
    int place = found.size();
    found.add(link);
    nexts.add(NONE);
    int last = lasts.get(node, NONE);
    if (last == NONE) {
      firsts.put(node, place);
    } else {
      nexts.set(last, place);
    }
    lasts.put(node, place);
  }

  /** The nodes that are known. */
  Cone cone() {
    return cone;
  }

  /**
   * The cost of the way down from a node: {@link #STEP} for each step, and {@link #OFF_RAIL} for a
   * NIC of the destination's node that is off its rail; {@link #UNREACHED} if no way is known.
   */
  int cost(int node) {
    return costs.get(node, UNREACHED);
  }

  /** The cost from a node just above one that is known. */
  private int costAbove(int node) {
    return cost(node) + STEP + (fabric.isOffRail(node, endpoint) ? OFF_RAIL : 0);
  }

  /**
   * Adds the links with which the cheapest ways down from a node begin, those to what was reached
   * first in front.
   */
  void addLinks(int node, IntArrayList links) {
    int cost = cost(node);
    for (int place = firsts.get(node, NONE); place != NONE; place = nexts.getInt(place)) {
      if (costAbove(fabric.target(found.getInt(place))) == cost) {
        links.add(found.getInt(place));
      }
    }
  }
}
