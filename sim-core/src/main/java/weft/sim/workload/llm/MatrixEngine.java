package weft.sim.workload.llm;

/**
 * The matrix units of a GPU at one precision.
 *
 * <p>A product of an m × k and a k × n matrix reaches {@code efficiency / (1 + ramp (1/m + 1/n +
 * 1/k))} of the peak: the last tiles are not full (m, n), and each tile has a start and an end at
 * which the units idle (k). With {@code ramp} 0 it is a plain roofline.
 *
 * @param peakFlops dense peak, FLOP/s
 * @param efficiency the share of it that very large products reach
 * @param ramp size <i>x</i> at which a product of three sizes 3x takes twice its ideal time
 */
public record MatrixEngine(double peakFlops, double efficiency, double ramp) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the peak is not above 0, the efficiency not in (0, 1], or
   *     the ramp negative
   */
  public MatrixEngine {
    if (!(peakFlops > 0 && efficiency > 0 && efficiency <= 1 && ramp >= 0)) {
      throw new IllegalArgumentException(
          "a matrix engine of %g FLOP/s at %g, ramp %g".formatted(peakFlops, efficiency, ramp));
    }
  }

  /** The same with a higher peak. */
  MatrixEngine faster(double factor) {
    return new MatrixEngine(peakFlops * factor, efficiency, ramp);
  }

  /** The same that reaches so much of what it did of its peak. */
  MatrixEngine slower(double speed) {
    return new MatrixEngine(peakFlops, efficiency * speed, ramp);
  }

  /** Time of a product, seconds. */
  double seconds(double m, double n, double k) {
    return 2 * m * n * k / (peakFlops * efficiency) * (1 + ramp * (1 / m + 1 / n + 1 / k));
  }
}
