package weft.sim.route;

import java.util.Arrays;

/** A number for some of the nodes; forgotten all at once, in no time. */
final class NodeValues {

  private final int[] values;

  /** The round in which a node got its value. */
  private final int[] rounds;

  private int round = 1;

  NodeValues(int nodes) {
    values = new int[nodes];
    rounds = new int[nodes];
  }

  /** Forgets all. */
  void clear() {
    if (++round == Integer.MAX_VALUE) {
      Arrays.fill(rounds, 0);
      round = 1;
    }
  }

  void put(int node, int value) {
    values[node] = value;
    rounds[node] = round;
  }

  /** The value of a node, or another one if it has none. */
  int get(int node, int otherwise) {
    return rounds[node] == round ? values[node] : otherwise;
  }
}
