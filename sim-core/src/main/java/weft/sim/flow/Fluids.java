package weft.sim.flow;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * How far transfers have flowed: for each slot what was left when its rate changed last, when that
 * was, and the rate since. A transfer whose rate comes out the same is not touched, so that its end
 * is the same to the picosecond however often rates are renewed.
 */
final class Fluids {

  private static final double BITS_PER_BYTE_PS = 8e12;
  private static final int NOBODY = -1;

  /** What an end can be later than before rounding, and some more, picoseconds. */
  static final double SLACK_PS = 2;

  /** Units of the last place by which what is left may be wrong: an assumption. */
  private static final int ROUNDINGS = 16;

  /** Words of a transfer: half a cache line, as all of it is looked at together. */
  private static final int WORDS = 4;

  /** What was left when the rate changed last, bytes (a double). */
  private static final int LEFT = 0;

  /** When that was, picoseconds. */
  private static final int SINCE = 1;

  /** The rate since (a double). */
  private static final int RATE = 2;

  /**
   * The link that limits the transfer now, or what {@link weft.sim.flow.maxmin.MaxMinSolver} says
   * instead of one, in the upper half; the pool that it belongs to in the lower.
   */
  private static final int LIMIT_AND_POOL = 3;

  /** Figures of {@link #figure}: left, since, rate. */
  static final int FIGURES = 3;

  /** Is told how long a transfer was held by a link. */
  interface HoldListener {
    void onHeld(int flow, int bottleneck, long durationPs);
  }

  private final HoldListener onHeld;
  private long[] words = new long[0];

  /** Since when each transfer is limited by what limits it now. */
  private long[] heldSince = new long[0];

  private long[] bytes = new long[0];
  private long[] startsPs = new long[0];

  /** How many transfers had started before. */
  private long[] orders = new long[0];

  /** The lowest rate that each has had; infinite if it has had none. */
  private double[] lowest = new double[0];

  private int slots;

  /** No transfers yet. */
  Fluids(HoldListener onHeld) {
    this.onHeld = onHeld;
  }

  /**
   * A transfer starts to flow.
   *
   * @param order how many have started before
   */
  void start(int flow, long size, long order, long nowPs) {
    if (flow >= bytes.length) {
      grow(Math.max(64, Math.max(flow + 1, Math.multiplyExact(bytes.length, 2))));
    }
    slots = Math.max(slots, flow + 1);
    bytes[flow] = size;
    startsPs[flow] = nowPs;
    orders[flow] = order;
    heldSince[flow] = nowPs;
    lowest[flow] = Double.POSITIVE_INFINITY;
    int at = WORDS * flow;
    words[at + LEFT] = Double.doubleToRawLongBits((double) size);
    words[at + SINCE] = nowPs;
    words[at + RATE] = 0;
    words[at + LIMIT_AND_POOL] = limitAndPool(NOBODY, NOBODY);
  }

  /** A transfer has flowed as far as another one, and at the same rate. */
  void copy(int from, int to) {
    int at = WORDS * to;
    words[at + LEFT] = words[WORDS * from + LEFT];
    words[at + SINCE] = words[WORDS * from + SINCE];
    words[at + RATE] = words[WORDS * from + RATE];
    heldSince[to] = heldSince[from];
    lowest[to] = Math.min(lowest[to], lowest[from]);
  }

  /** What tells apart transfers that may end at different times, though they share all links. */
  long figure(int flow, int figure) {
    return words[WORDS * flow + figure];
  }

  /** It has drained. */
  void end(int flow, long nowPs) {
    hold(flow, bottleneck(flow), nowPs);
    words[WORDS * flow + RATE] = 0;
    setPool(flow, NOBODY);
  }

  /** Above the largest slot used so far. */
  int slots() {
    return slots;
  }

  void setPool(int flow, int pool) {
    words[WORDS * flow + LIMIT_AND_POOL] = limitAndPool(bottleneck(flow), pool);
  }

  int pool(int flow) {
    return (int) words[WORDS * flow + LIMIT_AND_POOL];
  }

  double rate(int flow) {
    return Double.longBitsToDouble(words[WORDS * flow + RATE]);
  }

  int bottleneck(int flow) {
    return (int) (words[WORDS * flow + LIMIT_AND_POOL] >> Integer.SIZE);
  }

  long order(int flow) {
    return orders[flow];
  }

  void setBottleneck(int flow, int bottleneck) {
    words[WORDS * flow + LIMIT_AND_POOL] = limitAndPool(bottleneck, pool(flow));
  }

  long startPs(int flow) {
    return startsPs[flow];
  }

  /**
   * Gives a transfer its rate.
   *
   * @param psPerByte 8 × 10¹² / rate; infinite if that is 0
   * @return when it will have drained at this rate, from now, picoseconds, before rounding
   */
  double flowAt(int flow, double rate, double psPerByte, int bottleneck, long nowPs) {
    int at = WORDS * flow;
    long packed = words[at + LIMIT_AND_POOL];
    if ((int) (packed >> Integer.SIZE) != bottleneck) {
      hold(flow, (int) (packed >> Integer.SIZE), nowPs);
      words[at + LIMIT_AND_POOL] = limitAndPool(bottleneck, (int) packed);
    }
    double before = Double.longBitsToDouble(words[at + RATE]);
    double flowedPs = nowPs - words[at + SINCE];
    double left = Double.longBitsToDouble(words[at + LEFT]);
    if (rate == before) {
      return rate == 0 ? Double.POSITIVE_INFINITY : left * psPerByte - flowedPs;
    }
    left = Math.max(0, left - bytes(before, flowedPs));
    words[at + LEFT] = Double.doubleToRawLongBits(left);
    words[at + SINCE] = nowPs;
    words[at + RATE] = Double.doubleToRawLongBits(rate);
    lowest[flow] = Math.min(lowest[flow], rate);
    return rate == 0 ? Double.POSITIVE_INFINITY : left * psPerByte;
  }

  /** What is left of a transfer, bytes. */
  double left(int flow, long nowPs) {
    int at = WORDS * flow;
    double flowedPs = nowPs - words[at + SINCE];
    return Math.max(0, Double.longBitsToDouble(words[at + LEFT]) - bytes(rate(flow), flowedPs));
  }

  /** What a rate carries in a time, bytes. */
  static double bytes(double rate, double durationPs) {
    return rate * durationPs / BITS_PER_BYTE_PS;
  }

  /** A transfer that flowed as a {@link VirtualService} says has so much left, and this rate. */
  void resume(int flow, double left, double rate, long nowPs) {
    int at = WORDS * flow;
    words[at + LEFT] = Double.doubleToRawLongBits(left);
    words[at + SINCE] = nowPs;
    words[at + RATE] = Double.doubleToRawLongBits(rate);
  }

  /** A transfer has had a rate. */
  void lower(int flow, double rate) {
    lowest[flow] = Math.min(lowest[flow], rate);
  }

  /** What limits a transfer has to be found anew. */
  void release(int flow, long nowPs) {
    limit(flow, NOBODY, nowPs);
  }

  /** A transfer is limited by another link from now on. */
  void limit(int flow, int bottleneck, long nowPs) {
    hold(flow, bottleneck(flow), nowPs);
    setBottleneck(flow, bottleneck);
  }

  private void hold(int flow, int bottleneck, long nowPs) {
    long durationPs = nowPs - heldSince[flow];
    heldSince[flow] = nowPs;
    if (durationPs > 0) {
      onHeld.onHeld(flow, bottleneck, durationPs);
    }
  }

  /** As {@link #flowAt} has it; infinite for a transfer that gets nothing. */
  double drainedInPs(int flow, long nowPs) {
    int at = WORDS * flow;
    double rate = Double.longBitsToDouble(words[at + RATE]);
    double left = Double.longBitsToDouble(words[at + LEFT]);
    return rate > 0
        ? left * psPerByte(rate) - (nowPs - words[at + SINCE])
        : Double.POSITIVE_INFINITY;
  }

  /**
   * When a transfer with a rate will have drained, picoseconds. Exact for a whole number of bytes
   * at a whole rate, which is what a lone transfer has.
   */
  long drainedAtPs(int flow) {
    int at = WORDS * flow;
    double rate = Double.longBitsToDouble(words[at + RATE]);
    double left = Double.longBitsToDouble(words[at + LEFT]);
    long size = bytes[flow];
    if (rate == Math.rint(rate) && left == size) {
      return Durations.add(words[at + SINCE], Durations.serializationPs(size, (long) rate));
    }
    return drainedAtPs(words[at + SINCE], left, (double) size, rate);
  }

  /**
   * When what is left will have drained, picoseconds.
   *
   * @param left bytes, at {@code sincePs}
   * @param of what it is the rest of, which tells how wrong it may be
   */
  static long drainedAtPs(long sincePs, double left, double of, double rate) {
    double inPs = left * psPerByte(rate);
    double error = ROUNDINGS * (Math.ulp(of) * psPerByte(rate) + Math.ulp(inPs));
    return Durations.add(sincePs, Durations.roundUp(inPs, error));
  }

  /**
   * In which time all of a transfer would have drained at the lowest rate that it had, picoseconds;
   * {@link Durations#NEVER} if it got nothing for a while.
   */
  long slowestDrainPs(int flow) {
    double ps = bytes[flow] * psPerByte(lowest[flow]);
    return ps < 9e18 ? Durations.roundUp(ps) : Durations.NEVER;
  }

  static double psPerByte(double rate) {
    return BITS_PER_BYTE_PS / rate;
  }

  /**
   * Loads what there is of some transfers, so that what is not in a cache is fetched for all of
   * them at once and not for one after the other.
   */
  long touch(int[] flows, int first, int end) {
    long sum = 0;
    for (int i = first; i < end; i++) {
      sum += words[WORDS * flows[i]];
    }
    return sum;
  }

  private static long limitAndPool(int bottleneck, int pool) {
    return (long) bottleneck << Integer.SIZE | Integer.toUnsignedLong(pool);
  }

  private void grow(int size) {
    words = Arrays.copyOf(words, Math.multiplyExact(WORDS, size));
    bytes = Arrays.copyOf(bytes, size);
    startsPs = Arrays.copyOf(startsPs, size);
    orders = Arrays.copyOf(orders, size);
    heldSince = Arrays.copyOf(heldSince, size);
    lowest = Arrays.copyOf(lowest, size);
  }
}
