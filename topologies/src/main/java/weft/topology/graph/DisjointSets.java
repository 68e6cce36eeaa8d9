package weft.topology.graph;

import java.util.Arrays;

/** Numbers 0 … count − 1 in sets that grow together (union–find with path halving). */
public final class DisjointSets {

  private final int[] parents;

  /** Every number is a set. */
  public DisjointSets(int count) {
    parents = new int[count];
    Arrays.setAll(parents, number -> number);
  }

  /** Makes one set of two; its {@link #root} is that of {@code other}. */
  public void join(int one, int other) {
    parents[root(one)] = root(other);
  }

  /** Makes a number a set again; sound only if all others of its set are released as well. */
  public void release(int number) {
    parents[number] = number;
  }

  /** The same number for all of a set. */
  public int root(int number) {
    int at = number;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
