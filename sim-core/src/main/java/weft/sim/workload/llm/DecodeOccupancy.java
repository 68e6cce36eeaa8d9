package weft.sim.workload.llm;

/**
 * What a decode replica of a disaggregated service has under way where it is not what sets the
 * rate.
 *
 * <p>By Little's law a replica to which r sequences come in a second has n = r (o − 1) D(n) under
 * way. D was simulated with all B that there is room for; with fewer it takes less by what the
 * kernels do. The time of communication is left as it is with B, so this is the most that D(n) can
 * be, if little computes beside it.
 *
 * @param sequences under way on a replica, at most: whole ones on each group and micro-batch
 * @param tokenSeconds time between two tokens of a sequence, with so many
 */
public record DecodeOccupancy(int sequences, double tokenSeconds) {

  /**
   * What it is at a rate.
   *
   * @param decodeSeconds a decode step of all sequences that there is room for
   * @param sequencesPerSecond that come to each replica
   */
  static DecodeOccupancy of(
      InferencePlan plan, Accelerator gpu, double decodeSeconds, double sequencesPerSecond) {
    InferenceParallelism parallelism = plan.parallelism();
    int unit = parallelism.data() * parallelism.microBatches();
    double exchangeSeconds = decodeSeconds - kernelSeconds(plan, gpu);
    int enough = plan.batch() / unit;
    int notEnough = 0;
    while (enough - notEnough > 1) {
      int middle = (enough + notEnough) >>> 1;
      double seconds = exchangeSeconds + kernelSeconds(plan.withBatch(middle * unit), gpu);
      if (middle * unit >= sequencesPerSecond * (plan.outputTokens() - 1) * seconds) {
        enough = middle;
      } else {
        notEnough = middle;
      }
    }
    int sequences = enough * unit;
    return new DecodeOccupancy(
        sequences, exchangeSeconds + kernelSeconds(plan.withBatch(sequences), gpu));
  }

  private static double kernelSeconds(InferencePlan plan, Accelerator gpu) {
    return InferenceProgram.roundSeconds(
        InferenceCost.decode(plan, gpu), plan.parallelism().microBatches());
  }
}
