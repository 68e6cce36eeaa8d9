package weft.sim.flow;

import it.unimi.dsi.fastutil.Swapper;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * Ends of transfers that are certain, in the order of time, those of one time in that of starts.
 */
final class Ends {

  /** Fewer are compared with each other: sorting by digits takes memory. */
  private static final int FEW = 4_096;

  private static final int DIGIT = 11;

  private final Fluids fluids;
  private long[] endsPs = new long[64];
  private int[] flows = new int[64];
  private int count;
  private int next;

  /** What it takes to sort many. */
  private long[] orders = new long[0];

  private long[] nextEndsPs = new long[0];
  private long[] nextOrders = new long[0];
  private int[] nextFlows = new int[0];
  private final int[] places = new int[(1 << DIGIT) + 1];
  private final IntComparator order = this::compare;
  private final Swapper swapper = this::swap;

  Ends(Fluids fluids) {
    this.fluids = fluids;
  }

  void clear() {
    count = 0;
    next = 0;
  }

  void add(int flow, long endPs) {
    if (count == flows.length || count == endsPs.length) {
      flows = IntArrays.grow(flows, count + 1, count);
      endsPs = LongArrays.grow(endsPs, flows.length, count);
    }
    endsPs[count] = endPs;
    flows[count++] = flow;
  }

  /** To be called when all have been added. */
  void sort() {
    if (count < FEW) {
      it.unimi.dsi.fastutil.Arrays.quickSort(0, count, order, swapper);
      return;
    }
    if (isInOrder()) {
      return;
    }
    orders = LongArrays.grow(orders, count, 0);
    for (int i = 0; i < count; i++) {
      orders[i] = fluids.order(flows[i]);
    }
    // By digits, from the lowest of the orders to the highest of the times, each time stably.
    sortByDigits(false);
    sortByDigits(true);
  }

  /** As they are where transfers that started together end together. */
  private boolean isInOrder() {
    for (int i = 1; i < count; i++) {
      if (compare(i - 1, i) > 0) {
        return false;
      }
    }
    return true;
  }

  private void sortByDigits(boolean byTime) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    long[] keys = byTime ? endsPs : orders;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, keys[i]);
      most = Math.max(most, keys[i]);
    }
    for (int shift = 0; shift < Long.SIZE && (most - least) >>> shift > 0; shift += DIGIT) {
      sortByDigit(byTime ? endsPs : orders, least, shift);
    }
  }

  private void sortByDigit(long[] keys, long least, int shift) {
    Arrays.fill(places, 0);
    for (int i = 0; i < count; i++) {
      places[digit(keys[i] - least, shift) + 1]++;
    }
    for (int digit = 1; digit < places.length; digit++) {
      places[digit] += places[digit - 1];
    }
    nextEndsPs = LongArrays.grow(nextEndsPs, endsPs.length, 0);
    nextOrders = LongArrays.grow(nextOrders, orders.length, 0);
    nextFlows = IntArrays.grow(nextFlows, flows.length, 0);
    for (int i = 0; i < count; i++) {
      int place = places[digit(keys[i] - least, shift)]++;
      nextEndsPs[place] = endsPs[i];
      nextOrders[place] = orders[i];
      nextFlows[place] = flows[i];
    }
    long[] sortedEndsPs = nextEndsPs;
    long[] sortedOrders = nextOrders;
    int[] sortedFlows = nextFlows;
    nextEndsPs = endsPs;
    nextOrders = orders;
    nextFlows = flows;
    endsPs = sortedEndsPs;
    orders = sortedOrders;
    flows = sortedFlows;
  }

  private static int digit(long value, int shift) {
    return (int) (value >>> shift) & ((1 << DIGIT) - 1);
  }

  /** When the next is; {@link Durations#NEVER} if there is none. */
  long nextPs() {
    return next < count ? endsPs[next] : Durations.NEVER;
  }

  /** Takes the next. */
  int take() {
    return flows[next++];
  }

  private int compare(int one, int other) {
    int byTime = Long.compare(endsPs[one], endsPs[other]);
    return byTime != 0
        ? byTime
        : Long.compare(fluids.order(flows[one]), fluids.order(flows[other]));
  }

  private void swap(int one, int other) {
    long endPs = endsPs[one];
    endsPs[one] = endsPs[other];
    endsPs[other] = endPs;
    int flow = flows[one];
    flows[one] = flows[other];
    flows[other] = flow;
  }
}
