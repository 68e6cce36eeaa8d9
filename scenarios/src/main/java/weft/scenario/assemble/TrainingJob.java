package weft.scenario.assemble;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.TrainingPlan;

/**
 * A training step as it was assembled.
 *
 * @param plan what is trained, and how
 * @param gpu what it runs on
 * @param precision name of the number format
 * @param gemmEfficiencySource where the efficiency of matrix products comes from, in a word
 * @param memoryEfficiencySource where that of the memory comes from
 * @param gpuMemoryBytes memory of the GPU
 * @param speeds of ranks that compute more slowly, relative to the others
 */
public record TrainingJob(
    TrainingPlan plan,
    Accelerator gpu,
    String precision,
    String gemmEfficiencySource,
    String memoryEfficiencySource,
    long gpuMemoryBytes,
    Map<Integer, Double> speeds) {

  /**
   * Bytes of GPU memory for each weight of a rank: half-precision weight, gradient, and Adam's
   * single-precision weight, momentum and variance (Rajbhandari et al., ZeRO, SC 2020, section
   * 3.1).
   */
  private static final int STATE_BYTES = 3 * 4;

  /** The same on another GPU. */
  TrainingJob on(Accelerator other) {
    return new TrainingJob(
        plan,
        other,
        precision,
        gemmEfficiencySource,
        memoryEfficiencySource,
        gpuMemoryBytes,
        speeds);
  }

  /** What does not stop the simulation, but would stop the job. */
  public List<String> notes() {
    double weights = (double) plan.model().parameters() / plan.tensor() / plan.pipeline();
    double bytes = weights * (plan.valueBytes() + plan.gradientBytes() + STATE_BYTES);
    return bytes <= gpuMemoryBytes
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "Weights, gradients and optimizer state need %,.0f GB of each GPU, which has %,.0f"
                    + " GB: this job would not start.",
                bytes / 1e9,
                gpuMemoryBytes / 1e9));
  }
}
