package weft.sim.route;

import java.util.Arrays;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.FabricBuilder;

/**
 * What is above and below each node, failed links or not: what {@link Attachments} have to know.
 */
final class NodeFacts {

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  private final Fabric fabric;

  /** Of each node, the domain of all endpoints below it and below what is above it. */
  private final int[] domains;

  /**
   * Of each node, the only one that is joined to it from below or on its level; {@link #SEVERAL}
   * also if it is an endpoint that has one.
   */
  private final int[] onlyBelow;

  private final boolean[] hasNicAbove;

  NodeFacts(Fabric fabric) {
    this.fabric = fabric;
    domains = filled(fabric.nodeCount());
    onlyBelow = filled(fabric.nodeCount());
    hasNicAbove = new boolean[fabric.nodeCount()];
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      int node = fabric.endpointNode(endpoint);
      domains[node] = joined(domains[node], fabric.domain(endpoint));
    }
    for (int link = 0; link < fabric.linkCount(); link++) {
      int source = fabric.source(link);
      int target = fabric.target(link);
      int rise = fabric.nodeLevel(target) - fabric.nodeLevel(source);
      if (rise == 0) {
        domains[source] = SEVERAL;
        domains[target] = SEVERAL;
        onlyBelow[source] = SEVERAL;
        onlyBelow[target] = SEVERAL;
      } else {
        int upper = rise > 0 ? target : source;
        onlyBelow[upper] = joined(onlyBelow[upper], rise > 0 ? source : target);
      }
    }
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      int node = fabric.endpointNode(endpoint);
      onlyBelow[node] = onlyBelow[node] == NONE ? NONE : SEVERAL;
    }
    int[] order = byLevel();
    for (int i = 0; i < order.length; i++) {
      look(order[i], -1, this::passUp);
    }
    for (int i = order.length - 1; i >= 0; i--) {
      look(order[i], 1, this::passDown);
    }
  }

  private interface Passing {
    void pass(int lower, int upper);
  }

  /**
   * Looks at the links that leave a node, first at those from where something comes.
   *
   * @param from the side from where it comes: −1 below, 1 above
   */
  private void look(int node, int from, Passing passing) {
    for (int side = from; side == from || side == -from; side -= 2 * from) {
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        int other = fabric.target(link);
        if (Integer.signum(fabric.nodeLevel(other) - fabric.nodeLevel(node)) == side) {
          passing.pass(side > 0 ? node : other, side > 0 ? other : node);
        }
      }
    }
  }

  private void passUp(int lower, int upper) {
    domains[upper] = joined(domains[upper], domains[lower]);
  }

  private void passDown(int lower, int upper) {
    domains[lower] = joined(domains[lower], domains[upper]);
    hasNicAbove[lower] |= hasNicAbove[upper] || fabric.isNic(upper);
  }

  /** Nodes, lowest first. */
  private int[] byLevel() {
    int[] next = new int[FabricBuilder.MAX_LEVEL + 2];
    for (int node = 0; node < fabric.nodeCount(); node++) {
      next[fabric.nodeLevel(node) + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] order = new int[fabric.nodeCount()];
    for (int node = 0; node < order.length; node++) {
      order[next[fabric.nodeLevel(node)]++] = node;
    }
    return order;
  }

  private static int[] filled(int size) {
    int[] values = new int[size];
    Arrays.fill(values, NONE);
    return values;
  }

  private static int joined(int one, int other) {
    return one == NONE || one == other ? other : other == NONE ? one : SEVERAL;
  }

  /**
   * Whether a path between domains may climb to a node: from it and from what is above it endpoints
   * of several domains are reached, or other nodes of the same level are.
   */
  boolean leadsOn(int node) {
    return domains[node] == SEVERAL;
  }

  /**
   * Whether a node is joined to nothing below it and on its level but to one node, and is no
   * endpoint; or is joined to nothing there, if {@code below} is −1.
   */
  boolean isOnlyAbove(int node, int below) {
    return onlyBelow[node] == below;
  }

  /** Whether a NIC is above a node. */
  boolean hasNicAbove(int node) {
    return hasNicAbove[node];
  }
}
