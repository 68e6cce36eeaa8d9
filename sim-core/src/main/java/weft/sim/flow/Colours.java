package weft.sim.flow;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** First colours of things that differ in some figures: equal figures, equal colour. */
final class Colours {

  private final int[] colours;
  private int count = 1;

  /** All of one colour. */
  Colours(int things) {
    colours = new int[things];
  }

  /** Tells apart what has different values, of which thing <i>i</i> has that at <i>i</i>. */
  void tellApart(long[] values) {
    tellApart(values, Integer.MAX_VALUE);
  }

  /**
   * Tells apart what has different values.
   *
   * @param most colours that there may be
   * @return false if there would be more; then nothing is told apart
   */
  boolean tellApart(long[] values, int most) {
    if (allEqual(values)) {
      return count <= most;
    }
    long[] ranks = distinct(values, most);
    if (ranks == null) {
      return false;
    }
    long[] keys = new long[colours.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) colours[i] << Integer.SIZE | Arrays.binarySearch(ranks, values[i]);
    }
    long[] pairs = distinct(keys, most);
    if (pairs == null) {
      return false;
    }
    for (int i = 0; i < keys.length; i++) {
      colours[i] = Arrays.binarySearch(pairs, keys[i]);
    }
    count = pairs.length;
    return true;
  }

  /** The different ones of some values, ascending; null if they are more than {@code most}. */
  private static long @Nullable [] distinct(long[] values, int most) {
    LongOpenHashSet set = new LongOpenHashSet();
    for (long value : values) {
      if (set.add(value) && set.size() > most) {
        return null;
      }
    }
    long[] sorted = set.toLongArray();
    Arrays.sort(sorted);
    return sorted;
  }

  int count() {
    return count;
  }

  int of(int thing) {
    return colours[thing];
  }

  private static boolean allEqual(long[] values) {
    for (long value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  /** The different ones of some values, ascending. */
  static long[] distinct(long[] values) {
    return Objects.requireNonNull(distinct(values, Integer.MAX_VALUE));
  }
}
