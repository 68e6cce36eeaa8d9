package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;

/** Which flows have their rate already: a bit each, so that a million of them fit a cache. */
final class Frozen {

  private long[] words = new long[0];

  void clear(int flows) {
    int size = (flows + Long.SIZE - 1) / Long.SIZE;
    words = LongArrays.grow(words, size, 0);
    Arrays.fill(words, 0, size, 0);
  }

  void add(int flow) {
    words[flow >> 6] |= 1L << flow;
  }

  boolean contains(int flow) {
    return missing(flow) == 0;
  }

  /** 1 if the flow has no rate yet, else 0. */
  int missing(int flow) {
    return (int) (~(words[flow >> 6] >>> flow) & 1);
  }

  /**
   * Gathers flows that have no rate yet. Which of them do is as good as random, so no branch hangs
   * on it.
   *
   * @param count how many there are among the flows from {@code first} on
   */
  void gather(int[] flows, int first, int count, int[] to) {
    int found = 0;
    for (int i = first; found < count; i++) {
      int flow = flows[i];
      to[found] = flow;
      found += missing(flow);
    }
  }
}
