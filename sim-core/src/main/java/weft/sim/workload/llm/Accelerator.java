package weft.sim.workload.llm;

import weft.sim.unit.Durations;

/**
 * A GPU as a roofline: a kernel takes the longer of its arithmetic and its memory traffic
 * (Williams, Waterman, Patterson: Roofline, CACM 2009).
 *
 * @param name of the GPU
 * @param peakFlops dense peak at the training precision, FLOP/s; what MFU is a share of
 * @param gemmEfficiency the share of it that matrix products reach
 * @param memoryBytesPerSecond peak of the memory
 * @param memoryEfficiency the share of it that kernels reach
 */
public record Accelerator(
    String name,
    double peakFlops,
    double gemmEfficiency,
    double memoryBytesPerSecond,
    double memoryEfficiency) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a figure is not above 0, or an efficiency above 1
   */
  public Accelerator {
    if (!(peakFlops > 0 && memoryBytesPerSecond > 0 && inUnit(gemmEfficiency))
        || !inUnit(memoryEfficiency)) {
      throw new IllegalArgumentException(
          "a GPU of %g FLOP/s at %g, %g B/s at %g"
              .formatted(peakFlops, gemmEfficiency, memoryBytesPerSecond, memoryEfficiency));
    }
  }

  /** The same with a higher peak of the arithmetic. */
  public Accelerator withArithmetic(double factor) {
    return new Accelerator(
        name, peakFlops * factor, gemmEfficiency, memoryBytesPerSecond, memoryEfficiency);
  }

  /** The same with a faster memory. */
  public Accelerator withMemory(double factor) {
    return new Accelerator(
        name, peakFlops, gemmEfficiency, memoryBytesPerSecond * factor, memoryEfficiency);
  }

  /** Time of a kernel, seconds. */
  double seconds(double flops, double bytes) {
    return Math.max(
        flops / (peakFlops * gemmEfficiency), bytes / (memoryBytesPerSecond * memoryEfficiency));
  }

  /** Time of a kernel that only moves memory, picoseconds. */
  long memoryPs(double bytes) {
    return Durations.ofSeconds(seconds(0, bytes));
  }

  private static boolean inUnit(double share) {
    return share > 0 && share <= 1;
  }
}
