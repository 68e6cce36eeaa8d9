package weft.sim.metrics;

/**
 * Counts of positive numbers in buckets whose width is 1/1,024 of their value, as in an HDR
 * histogram: quantiles within 0.05 %, in fixed memory, without allocation.
 */
final class LogHistogram {

  private static final int PRECISION_BITS = 10;
  private static final int SUB_BUCKETS = 1 << PRECISION_BITS;

  private final long[] counts = new long[(65 - PRECISION_BITS) * SUB_BUCKETS];
  private long total;

  void add(long value, long times) {
    counts[bucket(value)] += times;
    total += times;
  }

  long total() {
    return total;
  }

  /** The value at or below which a share of all lies, 0 … 1: the middle of its bucket. */
  long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return middle(bucket);
      }
    }
    return 0;
  }

  /** Values below 1,024 have a bucket each; above, every power of two has 1,024. */
  private static int bucket(long value) {
    int shift = Math.max(0, 64 - PRECISION_BITS - 1 - Long.numberOfLeadingZeros(value));
    return shift * SUB_BUCKETS + (int) (value >>> shift);
  }

  private static long middle(int bucket) {
    int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
    long low = (long) (bucket - shift * SUB_BUCKETS) << shift;
    return low + ((1L << shift) >> 1);
  }
}
