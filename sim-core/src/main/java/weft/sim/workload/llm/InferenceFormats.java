package weft.sim.workload.llm;

/**
 * The sizes of numbers in inference. Activations have 16 bits; what goes into a product has as many
 * as the weights.
 *
 * @param weightBytes bytes of a weight of a layer; embeddings stay at 16 bits
 * @param cacheBytes bytes of a key or value in the cache
 */
public record InferenceFormats(int weightBytes, int cacheBytes) {

  /** Bytes of an activation, and of a weight of an embedding. */
  static final int VALUE_BYTES = 2;

  /** All at 16 bits. */
  public static final InferenceFormats BF16 = new InferenceFormats(2, 2);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public InferenceFormats {
    TrainingPlan.requirePositive(weightBytes, "bytes in a weight");
    TrainingPlan.requirePositive(cacheBytes, "bytes in a key or value");
  }
}
