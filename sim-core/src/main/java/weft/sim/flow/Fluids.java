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

  private long[] bytes = new long[0];
  private long[] startsPs = new long[0];
  private double[] bytesLeft = new double[0];
  private long[] ratesSince = new long[0];
  private double[] rates = new double[0];

  /** The link that limits each transfer now; −1 if none does. */
  private int[] bottlenecks = new int[0];

  /** The pool that each transfer belongs to; −1 if it is not under way. */
  private int[] pools = new int[0];

  private int slots;

  /** A transfer starts to flow. */
  void start(int flow, long size, long nowPs) {
    if (flow >= rates.length) {
      grow(Math.max(64, Math.max(flow + 1, Math.multiplyExact(rates.length, 2))));
    }
    slots = Math.max(slots, flow + 1);
    bytes[flow] = size;
    startsPs[flow] = nowPs;
    bytesLeft[flow] = size;
    ratesSince[flow] = nowPs;
    rates[flow] = 0;
    bottlenecks[flow] = NOBODY;
    pools[flow] = NOBODY;
  }

  /** It has drained. */
  void end(int flow) {
    rates[flow] = 0;
    pools[flow] = NOBODY;
  }

  /** Above the largest slot used so far. */
  int slots() {
    return slots;
  }

  void setPool(int flow, int pool) {
    pools[flow] = pool;
  }

  int pool(int flow) {
    return pools[flow];
  }

  double rate(int flow) {
    return rates[flow];
  }

  int bottleneck(int flow) {
    return bottlenecks[flow];
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
    bottlenecks[flow] = bottleneck;
    double before = rates[flow];
    double flowedPs = nowPs - ratesSince[flow];
    if (rate == before) {
      return bytesLeft[flow] * psPerByte - flowedPs;
    }
    double left = Math.max(0, bytesLeft[flow] - before * flowedPs / BITS_PER_BYTE_PS);
    bytesLeft[flow] = left;
    ratesSince[flow] = nowPs;
    rates[flow] = rate;
    return left * psPerByte;
  }

  /** As {@link #flowAt} has it; infinite for a transfer that gets nothing. */
  double drainedInPs(int flow, long nowPs) {
    return rates[flow] > 0
        ? bytesLeft[flow] * (BITS_PER_BYTE_PS / rates[flow]) - (nowPs - ratesSince[flow])
        : Double.POSITIVE_INFINITY;
  }

  /**
   * When a transfer with a rate will have drained, picoseconds. Exact for a whole number of bytes
   * at a whole rate, which is what a lone transfer has.
   */
  long drainedAtPs(int flow) {
    double rate = rates[flow];
    double left = bytesLeft[flow];
    long size = bytes[flow];
    return Durations.add(
        ratesSince[flow],
        left == size && rate == Math.rint(rate)
            ? Durations.serializationPs(size, (long) rate)
            : Durations.drainPs(left, rate));
  }

  static double psPerByte(double rate) {
    return BITS_PER_BYTE_PS / rate;
  }

  private void grow(int size) {
    bytes = Arrays.copyOf(bytes, size);
    startsPs = Arrays.copyOf(startsPs, size);
    bytesLeft = Arrays.copyOf(bytesLeft, size);
    ratesSince = Arrays.copyOf(ratesSince, size);
    rates = Arrays.copyOf(rates, size);
    bottlenecks = Arrays.copyOf(bottlenecks, size);
    pools = Arrays.copyOf(pools, size);
  }
}
