package weft.sim.packet.store;

import java.util.Arrays;

/** Events beyond the buckets of {@link PacketEvents}: a 4-ary heap by time. */
final class FarEvents {

  private static final int ARITY = 4;

  private long[] times = new long[64];
  private long[] words = new long[64];
  private int size;

  int size() {
    return size;
  }

  long nextTimePs() {
    return times[0];
  }

  long bytes() {
    return 8L * (times.length + words.length);
  }

  void add(long timePs, long word) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      words = Arrays.copyOf(words, 2 * size);
    }
    int at = size++;
    while (at > 0 && times[(at - 1) / ARITY] > timePs) {
      move((at - 1) / ARITY, at);
      at = (at - 1) / ARITY;
    }
    times[at] = timePs;
    words[at] = word;
  }

  /** Removes the earliest and returns its word. */
  long remove() {
    long word = words[0];
    size--;
    long timePs = times[size];
    int at = 0;
    while (true) {
      int least = at * ARITY + 1;
      if (least >= size) {
        break;
      }
      int end = Math.min(least + ARITY, size);
      for (int child = least + 1; child < end; child++) {
        if (times[child] < times[least]) {
          least = child;
        }
      }
      if (times[least] >= timePs) {
        break;
      }
      move(least, at);
      at = least;
    }
    times[at] = timePs;
    words[at] = words[size];
    return word;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    words[to] = words[from];
  }
}
