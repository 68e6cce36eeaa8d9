package weft.sim.workload.llm;

/**
 * The sizes of numbers in inference. Activations have 16 bits; what goes into a product has as many
 * as the weights.
 *
 * @param weightBytes bytes of a weight of a layer; embeddings stay at 16 bits
 * @param cacheBytes bytes of a key or value in the cache
 * @param dispatchBytes bytes of a value on its way to an expert, 1 or 2; it comes back in 2
 */
public record InferenceFormats(int weightBytes, int cacheBytes, int dispatchBytes) {

  /** Bytes of an activation, and of a weight of an embedding. */
  static final int VALUE_BYTES = 2;

  /**
   * Values of 8 bits that have a scale in common, and its bytes (DeepEP, DeepSeek-V3: 128, single
   * precision).
   */
  static final int SCALED = 128;

  static final int SCALE_BYTES = 4;

  /** All at 16 bits. */
  public static final InferenceFormats BF16 = new InferenceFormats(2, 2, 2);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1, or values grow on their way to experts
   */
  public InferenceFormats {
    TrainingPlan.requirePositive(weightBytes, "bytes in a weight");
    TrainingPlan.requirePositive(cacheBytes, "bytes in a key or value");
    if (dispatchBytes < 1 || dispatchBytes > VALUE_BYTES) {
      throw new IllegalArgumentException(dispatchBytes + " bytes in a value that is dispatched");
    }
  }

  /**
   * The hidden state of a token on its way to an expert, bytes: h values; in 8 bits with a scale of
   * 4 bytes for each {@value #SCALED} of them (DeepEP, tests/test_low_latency.py).
   */
  long dispatchBytesPerToken(int hidden) {
    long scales = dispatchBytes == 1 ? (hidden + SCALED - 1L) / SCALED * SCALE_BYTES : 0;
    return (long) hidden * dispatchBytes + scales;
  }
}
