package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;

/**
 * A queue of numbered items by keys that never fall below the last one taken: a radix heap (Ahuja,
 * Mehlhorn, Orlin, Tarjan, Faster Algorithms for the Shortest Path Problem, J. ACM 37(2), 1990,
 * section 4).
 *
 * <p>Positive doubles are ordered like their bits. An item is in the bucket of the highest bit in
 * which its key differs from the last one taken; all of one key come out together. To take them,
 * the lowest bucket that holds anything is spread over those below it, so that an item moves down
 * only.
 */
final class RadixHeap {

  /** Batches below this size are sorted by comparison. */
  private static final int FEW = 16;

  /** Bucket 0 has keys equal to the last one; the sign bit is never set. */
  private final int[][] buckets = new int[Long.SIZE][];

  private final int[] sizes = new int[Long.SIZE];

  /** The buckets that hold anything. */
  private long filled;

  private long last;
  private double[] keys = new double[0];

  /** A bit for each item, all zero but while a batch is sorted. */
  private long[] marks = new long[0];

  RadixHeap() {
    Arrays.fill(buckets, new int[0]);
  }

  /** Empties the queue and makes room for items below a number. */
  void clear(int items) {
    Arrays.fill(sizes, 0);
    filled = 0;
    last = 0;
    keys = DoubleArrays.grow(keys, items, 0);
    marks = LongArrays.grow(marks, items / Long.SIZE + 1, 0);
  }

  /** Queues an item that is not queued; the key is at least that of the last batch. */
  void push(int item, double key) {
    keys[item] = key;
    put(item, key);
  }

  private void put(int item, double key) {
    int bucket = Long.SIZE - Long.numberOfLeadingZeros(Double.doubleToRawLongBits(key) ^ last);
    int size = sizes[bucket]++;
    int[] items = buckets[bucket];
    if (size == items.length) {
      items = IntArrays.grow(items, size + 1, size);
      buckets[bucket] = items;
    }
    items[size] = item;
    filled |= 1L << bucket;
  }

  /**
   * Takes all items of the least key.
   *
   * @return how many there are; 0 if the queue is empty
   */
  int takeLeast() {
    if (filled == 0) {
      return 0;
    }
    int lowest = Long.numberOfTrailingZeros(filled);
    if (lowest > 0) {
      spread(lowest);
    }
    int count = sizes[0];
    sizes[0] = 0;
    filled &= ~1L;
    sort(buckets[0], count);
    return count;
  }

  /** The items taken last, in the order of their numbers; good until the next are taken. */
  int taken(int index) {
    return buckets[0][index];
  }

  /** The key of the items taken last. */
  double key() {
    return Double.longBitsToDouble(last);
  }

  private void spread(int bucket) {
    int[] items = buckets[bucket];
    int size = sizes[bucket];
    sizes[bucket] = 0;
    filled &= ~(1L << bucket);
    double least = keys[items[0]];
    for (int i = 1; i < size; i++) {
      least = Math.min(least, keys[items[i]]);
    }
    last = Double.doubleToRawLongBits(least);
    for (int i = 0; i < size; i++) {
      put(items[i], keys[items[i]]);
    }
  }

  /** By comparison where a set of bits, as wide as the numbers lie apart, would be mostly empty. */
  private void sort(int[] batch, int count) {
    int least = Integer.MAX_VALUE;
    int largest = 0;
    boolean sorted = true;
    for (int i = 0; i < count; i++) {
      int item = batch[i];
      sorted &= item > largest || i == 0;
      least = Math.min(least, item);
      largest = Math.max(largest, item);
    }
    if (sorted) {
      return;
    }
    if (count < FEW || (largest - least) / Long.SIZE > count) {
      IntArrays.quickSort(batch, 0, count);
    } else {
      sortByMarks(batch, count, least >> 6, largest >> 6);
    }
  }

  private void sortByMarks(int[] batch, int count, int first, int end) {
    for (int i = 0; i < count; i++) {
      marks[batch[i] >> 6] |= 1L << batch[i];
    }
    int sorted = 0;
    for (int word = first; word <= end; word++) {
      for (long rest = marks[word]; rest != 0; rest &= rest - 1) {
        batch[sorted++] = (word << 6) + Long.numberOfTrailingZeros(rest);
      }
      marks[word] = 0;
    }
  }
}
