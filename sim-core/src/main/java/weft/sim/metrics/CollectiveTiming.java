package weft.sim.metrics;

/**
 * One timed collective, in the terms of nccl-tests.
 *
 * @param collective operation, such as {@code all_reduce}
 * @param algorithm algorithm, such as {@code ring}
 * @param ranks number of ranks
 * @param channels number of channels
 * @param bytes size as nccl-tests counts it
 * @param timePs from the last rank's arrival to the last rank's completion, picoseconds
 * @param busFactor busbw over algbw: 2(n−1)/n for all-reduce, (n−1)/n for all-gather and
 *     reduce-scatter (nccl-tests, doc/PERFORMANCE.md)
 */
public record CollectiveTiming(
    String collective,
    String algorithm,
    int ranks,
    int channels,
    long bytes,
    long timePs,
    double busFactor) {

  /** Algorithm bandwidth: bytes over time, bytes per second; 0 if it took no time. */
  public double algbw() {
    return timePs == 0 ? 0 : bytes / (timePs / 1e12);
  }

  /** Bus bandwidth: algorithm bandwidth corrected by what the operation must send. */
  public double busbw() {
    return algbw() * busFactor;
  }
}
