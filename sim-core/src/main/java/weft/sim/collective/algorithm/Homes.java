package weft.sim.collective.algorithm;

import java.util.BitSet;
import weft.sim.collective.GroupShape;

/**
 * Where in each node the channels are at home, at as many places as any node has, no two at one:
 * among all its ranks, or among those that reach a NIC by themselves.
 */
final class Homes {

  private final GroupShape shape;
  private final int[][] places;

  private Homes(GroupShape shape, int count, boolean atGates) {
    this.shape = shape;
    places = new int[count][shape.nodes()];
    for (int home = 0; home < places.length; home++) {
      for (int node = 0; node < shape.nodes(); node++) {
        places[home][node] = atGates ? shape.gate(node, home) : shape.home(node, home);
      }
    }
    for (int node = 0; node < shape.nodes(); node++) {
      if (!areDistinct(node)) {
        for (int home = 0; home < places.length; home++) {
          places[home][node] = atGates ? shape.gateNumbered(node, home) : home;
        }
      }
    }
  }

  /** As many as the smallest node has ranks. */
  static Homes of(GroupShape shape) {
    return new Homes(shape, shape.smallestNode(), false);
  }

  /** Where nodes are left without the help of another rank. */
  static Homes atGates(GroupShape shape) {
    return new Homes(shape, shape.gates(), true);
  }

  private boolean areDistinct(int node) {
    BitSet taken = new BitSet();
    for (int[] home : places) {
      taken.set(home[node]);
    }
    return taken.cardinality() == places.length;
  }

  /** The place of a home in a node. */
  int place(int node, int home) {
    return places[home % places.length][node];
  }

  /** Which home a rank is at; −1 if at none. */
  int homeOf(int rank) {
    for (int home = 0; home < places.length; home++) {
      if (places[home][shape.node(rank)] == shape.place(rank)) {
        return home;
      }
    }
    return -1;
  }

  /** Number of different homes. */
  int count() {
    return places.length;
  }

  /** The rank that is {@code steps} places after a home in a node, counted round. */
  int rank(int node, int home, int steps) {
    return shape.rank(node, (places[home % places.length][node] + steps) % shape.size(node));
  }

  /** How many places a rank is after a home in its node, counted round. */
  int steps(int rank, int home) {
    int node = shape.node(rank);
    return Math.floorMod(shape.place(rank) - places[home % places.length][node], shape.size(node));
  }
}
