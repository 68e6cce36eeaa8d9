package weft.scenario.assemble;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;
import weft.sim.workload.llm.Accelerator;
import weft.topology.hardware.Gpu;

/**
 * The slowest of some GPUs of a kind, for which the others wait.
 *
 * @param gpus how many there are
 * @param variation standard deviation of how long one takes and another, over the mean
 */
public record SlowestGpu(int gpus, double variation) {

  /** Of GPUs of which nobody says it (assumption: as of an H100). */
  private static final double VARIATION = 0.015;

  /** As the scenario says, else as the catalogue says. */
  static SlowestGpu of(@Nullable Double scenario, Gpu gpu, int gpus) {
    double variation =
        scenario == null ? gpu.kernels().speedVariation().orElse(VARIATION) : scenario;
    return new SlowestGpu(gpus, variation);
  }

  /**
   * How fast it is expected to be, relative to the mean. Times are taken for normally distributed;
   * the longest of n is expected the quantile (n − 0.375) / (n + 0.25) above the mean (Blom,
   * Statistical Estimates and Transformed Beta-Variables, 1958), within 5 % for two and 1 % from
   * eight on.
   */
  public double speed() {
    if (gpus == 1) {
      return 1;
    }
    double deviations =
        new NormalDistribution(null, 0, 1)
            .inverseCumulativeProbability((gpus - 0.375) / (gpus + 0.25));
    return 1 / (1 + variation * deviations);
  }

  /**
   * A GPU of the kind whose arithmetic is as slow: what GPUs differ in is the clock that their
   * power leaves them, and the memory has one of its own (assumption).
   */
  Accelerator of(Accelerator mean) {
    return mean.withSpeed(speed());
  }
}
