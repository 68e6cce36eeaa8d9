package weft.sim.workload.llm;

/**
 * A training step in the figures that people compare.
 *
 * @param seconds duration of the step
 * @param tokensPerSecond tokens of the step over its duration
 * @param tflopsPerGpu {@link TrainingPlan#stepFlops} over duration and GPUs, TFLOP/s; recomputation
 *     does not count
 * @param mfu model FLOPs utilization: the same over the GPU's dense peak (Chowdhery et al., PaLM,
 *     2022, appendix B)
 */
public record StepFigures(double seconds, double tokensPerSecond, double tflopsPerGpu, double mfu) {

  /** The figures of a step of {@code plan} that took {@code stepPs} picoseconds. */
  public static StepFigures of(TrainingPlan plan, Accelerator gpu, long stepPs) {
    double seconds = stepPs / 1e12;
    double flopsPerGpu = plan.stepFlops() / seconds / plan.ranks();
    return new StepFigures(
        seconds, plan.stepTokens() / seconds, flopsPerGpu / 1e12, flopsPerGpu / gpu.peakFlops());
  }
}
