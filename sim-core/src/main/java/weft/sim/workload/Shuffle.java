package weft.sim.workload;

import weft.sim.random.KeyedHash;

/** Random orders. */
public final class Shuffle {

  private Shuffle() {}

  /** The numbers below {@code count} in random order (Fisher and Yates). */
  public static int[] of(int count, long seed) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = KeyedHash.choose(KeyedHash.mix(seed, i), i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
