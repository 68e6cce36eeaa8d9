package weft.sim.metrics;

/**
 * The collectives of one kind and size in a run, in the terms of nccl-tests.
 *
 * @param group which groups of ranks ran it, such as {@code tensor}
 * @param collective operation, such as {@code all_reduce}
 * @param algorithm algorithm, such as {@code ring}
 * @param ranks number of ranks of a group
 * @param channels number of channels
 * @param bytes size as nccl-tests counts it
 * @param count how many there were
 * @param timePs mean time from the last rank's arrival to the end, picoseconds
 * @param busFactor busbw over algbw: 2(n−1)/n for all-reduce, (n−1)/n for all-gather and
 *     reduce-scatter (nccl-tests, doc/PERFORMANCE.md)
 * @param boundBy what bounded most of their time: the name of a tier, or {@link
 *     StepBreakdown#LATENCY}
 * @param error how they were simulated, and how much later they may have ended
 */
public record CollectiveTiming(
    String group,
    String collective,
    String algorithm,
    int ranks,
    int channels,
    long bytes,
    long count,
    double timePs,
    double busFactor,
    String boundBy,
    StreamError error) {

  /** Algorithm bandwidth: bytes over time, bytes per second; 0 if it took no time. */
  public double algbw() {
    return timePs == 0 ? 0 : bytes / (timePs / 1e12);
  }

  /** Bus bandwidth: algorithm bandwidth corrected by what the operation must send. */
  public double busbw() {
    return algbw() * busFactor;
  }
}
