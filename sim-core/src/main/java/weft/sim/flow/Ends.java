package weft.sim.flow;

import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.Swapper;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.LongArrays;
import weft.sim.unit.Durations;

/**
 * Ends of transfers that are certain, in the order of time, those of one time in that of starts.
 */
final class Ends {

  private final Fluids fluids;
  private long[] endsPs = new long[64];
  private int[] flows = new int[64];
  private int count;
  private int next;
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
    if (count == flows.length) {
      flows = IntArrays.grow(flows, count + 1, count);
      endsPs = LongArrays.grow(endsPs, flows.length, count);
    }
    endsPs[count] = endPs;
    flows[count++] = flow;
  }

  /** To be called when all have been added. */
  void sort() {
    Arrays.quickSort(0, count, order, swapper);
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
