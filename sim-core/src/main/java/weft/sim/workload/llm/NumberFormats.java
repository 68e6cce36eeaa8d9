package weft.sim.workload.llm;

/**
 * The sizes of numbers.
 *
 * @param valueBytes bytes of a weight or activation, 2 for bf16
 * @param gradientBytes bytes of a gradient as it is reduced, 4 for fp32
 * @param eightBit whether the matrix products of the layers are done in 8 bits; weights and
 *     activations are held as before and converted (Transformer Engine)
 */
public record NumberFormats(int valueBytes, int gradientBytes, boolean eightBit) {

  /** Values in bf16, gradients in fp32. */
  public static final NumberFormats BF16 = new NumberFormats(2, 4, false);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public NumberFormats {
    TrainingPlan.requirePositive(valueBytes, "bytes in a value");
    TrainingPlan.requirePositive(gradientBytes, "bytes in a gradient");
  }
}
