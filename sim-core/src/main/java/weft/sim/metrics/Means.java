package weft.sim.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Means over many of a fixed number of times each, in whole picoseconds that add up: the largest
 * remainders are rounded up. Sums are kept as quotient and remainder, since the sum over a hundred
 * thousand ranks may be more than a long holds.
 */
final class Means {

  private final long count;
  private final long[] quotients;
  private final long[] remainders;

  /** Means of so many times over so many. */
  Means(int times, long count) {
    this.count = count;
    quotients = new long[times];
    remainders = new long[times];
  }

  /** Adds one of the times of so many of those that are averaged. */
  void add(int time, long durationPs, int weight) {
    quotients[time] += durationPs / count * weight;
    remainders[time] += durationPs % count * weight;
  }

  /** Whether any of these times is not 0 for any. */
  boolean isAny(int begin, int end) {
    for (int time = begin; time < end; time++) {
      if (quotients[time] > 0 || remainders[time] > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The means.
   *
   * @param sumPs what the times of each add up to
   */
  long[] of(long sumPs) {
    long[] means = new long[quotients.length];
    Arrays.setAll(means, time -> quotients[time] + remainders[time] / count);
    long missing = sumPs - Arrays.stream(means).sum();
    IntStream.range(0, means.length)
        .boxed()
        .sorted(Comparator.comparingLong(time -> -(remainders[time] % count)))
        .limit(missing)
        .forEach(time -> means[time]++);
    return means;
  }
}
