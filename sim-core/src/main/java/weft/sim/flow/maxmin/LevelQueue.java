package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;

/**
 * A queue of numbered items by levels that never fall below the last one taken, for levels that may
 * have risen since they were queued; items of one level come in the order of their numbers.
 *
 * <pre>
 *   while (queue.open()) {                                   // the next bucket
 *     for (int item = queue.next(); item &gt;= 0; item = queue.next()) {
 *       queue.put(item, levelNow(item));                     // into a later bucket, or this one
 *     }
 *     for (int item = queue.take(); item &gt;= 0; item = queue.take()) {
 *       …                                                    // in order; may be put again
 *     }
 *   }
 * </pre>
 *
 * <p>Positive doubles are ordered like their bits. So the bits, from the least level that was
 * announced to the highest, are cut into about as many buckets of equal width as there are items,
 * and a bucket is a list through the items themselves. Levels are looked at again when their bucket
 * is opened, so that most of those that have risen are never ordered. What stays is in a binary
 * heap, or, as long as it comes in order, in an array: a sorted array is a heap already. Levels
 * outside of what was announced are in the first or the last bucket, and come in order as well.
 */
final class LevelQueue {

  private static final int NONE = -1;
  private static final int FEWEST_BUCKETS = 64;

  /** So that their heads stay in the first-level cache. */
  private static final int MOST_BUCKETS = 1 << 13;

  private long base;
  private int shift;
  private int buckets;

  /** For each bucket its first item, and for each item the next in its bucket. */
  private int[] heads = new int[0];

  private int[] nexts = new int[0];

  /** A bit for each bucket that holds anything. */
  private long[] filled = new long[0];

  /** The open bucket, and what of it {@link #next} has not told yet. */
  private int current;

  private int rest;

  /** What of the open bucket is ordered: sorted from {@link #first} on, or a heap from 0 on. */
  private int[] ordered = new int[16];

  private double[] levels = new double[16];
  private int first;
  private int end;
  private boolean isSorted;
  private double level;

  /**
   * Empties the queue.
   *
   * @param items above the largest number of an item
   * @param least about the least level that there will be
   * @param most about the highest
   */
  void clear(int items, double least, double most) {
    base = Double.doubleToRawLongBits(least);
    long range = Math.max(0, Double.doubleToRawLongBits(most) - base);
    int wanted = Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, items));
    shift = Long.SIZE - Long.numberOfLeadingZeros(range / wanted);
    buckets = (int) (range >> shift) + 1;
    nexts = IntArrays.grow(nexts, items, 0);
    heads = IntArrays.grow(heads, buckets, 0);
    int words = (buckets >> 6) + 1;
    filled = LongArrays.grow(filled, words, 0);
    Arrays.fill(heads, 0, buckets, NONE);
    Arrays.fill(filled, 0, words, 0);
    current = NONE;
    rest = NONE;
    empty();
  }

  /** Queues an item that is not queued, at a level at least that of the last one taken. */
  void put(int item, double itsLevel) {
    long place = (Double.doubleToRawLongBits(itsLevel) - base) >> shift;
    int bucket = (int) Math.max(0, Math.min(buckets - 1, place));
    if (bucket > current) {
      nexts[item] = heads[bucket];
      heads[bucket] = item;
      filled[bucket >> 6] |= 1L << bucket;
    } else {
      order(item, itsLevel);
    }
  }

  /** Opens the next bucket that has anything; false if there is none. All of the last is taken. */
  boolean open() {
    int words = (buckets >> 6) + 1;
    for (int word = (current + 1) >> 6; word < words; word++) {
      if (filled[word] != 0) {
        current = (word << 6) + Long.numberOfTrailingZeros(filled[word]);
        filled[word] &= filled[word] - 1;
        rest = heads[current];
        return true;
      }
    }
    return false;
  }

  /** Takes an item of the bucket that has just been opened, in no order; −1 after the last. */
  int next() {
    int item = rest;
    if (item != NONE) {
      rest = nexts[item];
    }
    return item;
  }

  /** Takes the first item of what has been put into the open bucket; −1 if there is none. */
  int take() {
    if (first == end) {
      empty();
      return NONE;
    }
    int item = ordered[first];
    level = levels[first];
    if (isSorted) {
      first++;
    } else {
      sink(ordered[--end], levels[end]);
    }
    return item;
  }

  /** The level of the item taken last. */
  double level() {
    return level;
  }

  private void empty() {
    first = 0;
    end = 0;
    isSorted = true;
  }

  private void order(int item, double itsLevel) {
    if (end == ordered.length) {
      ordered = IntArrays.grow(ordered, end + 1, end);
      levels = DoubleArrays.grow(levels, ordered.length, end);
    }
    if (isSorted && end > first && isBefore(item, itsLevel, end - 1)) {
      System.arraycopy(ordered, first, ordered, 0, end - first);
      System.arraycopy(levels, first, levels, 0, end - first);
      end -= first;
      first = 0;
      isSorted = false;
    }
    int place = end++;
    if (!isSorted) {
      for (int above = (place - 1) >> 1;
          place > 0 && isBefore(item, itsLevel, above);
          above = (place - 1) >> 1) {
        ordered[place] = ordered[above];
        levels[place] = levels[above];
        place = above;
      }
    }
    ordered[place] = item;
    levels[place] = itsLevel;
  }

  private boolean isBefore(int item, double itsLevel, int place) {
    double other = levels[place];
    return itsLevel < other || (itsLevel == other && item < ordered[place]);
  }

  private void sink(int item, double itsLevel) {
    int place = 0;
    for (int below = 1; below < end; below = 2 * place + 1) {
      if (below + 1 < end && isBefore(ordered[below + 1], levels[below + 1], below)) {
        below++;
      }
      if (isBefore(item, itsLevel, below)) {
        break;
      }
      ordered[place] = ordered[below];
      levels[place] = levels[below];
      place = below;
    }
    ordered[place] = item;
    levels[place] = itsLevel;
  }
}
