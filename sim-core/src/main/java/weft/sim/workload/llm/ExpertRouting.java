package weft.sim.workload.llm;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.NodeCopies;
import weft.sim.collective.UnevenParts;

/**
 * How tokens come to experts on other ranks.
 *
 * @param capacity how many tokens an expert takes, in even shares: fewer are padded, more are
 *     dropped (Lepikhin et al., GShard, 2020); 1 with routing that drops nothing
 * @param imbalance tokens of the rank that gets most over the mean of its group; the others have
 *     even shares of the rest. Which rank that is changes from layer to layer in reality; here it
 *     is the first of each group throughout (assumption), which takes the same time, as all wait
 *     for it in each layer
 * @param eightBit whether tokens go to experts in 8 bits, with a scale of 4 bytes for each 128
 *     values, and gradients back through them likewise; results come back at 16 (DeepSeek-AI,
 *     DeepSeek-V3, 2024, sections 3.3.2 and 3.3.3)
 * @param oncePerNode whether a token crosses once to each node that has one of its experts, and is
 *     passed on there to each rank that has one ({@link NodeCopies}; Megatron-Core, {@code
 *     --moe-token-dispatcher-type flex}); otherwise a copy for each expert is sent
 */
public record ExpertRouting(
    double capacity, double imbalance, boolean eightBit, boolean oncePerNode) {

  /** To each expert as many, at 16 bits. */
  public static final ExpertRouting EVEN = new ExpertRouting(1, 1, false, false);

  private static final double SCALED_BYTES =
      1 + (double) InferenceFormats.SCALE_BYTES / InferenceFormats.SCALED;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if the capacity is not positive, the imbalance below 1, or
   *     either other than 1 though tokens are sent once
   */
  public ExpertRouting {
    if (!(capacity > 0)) {
      throw new IllegalArgumentException("a capacity of " + capacity);
    }
    if (!(imbalance >= 1)) {
      throw new IllegalArgumentException("an imbalance of " + imbalance);
    }
    if (oncePerNode && (capacity != 1 || imbalance != 1)) {
      throw new IllegalArgumentException("tokens are sent once to each node if routing is even");
    }
  }

  /** Whether each rank gets as many tokens. */
  boolean isEven() {
    return imbalance == 1;
  }

  /**
   * Tokens of a rank over the mean.
   *
   * @param index of the rank in its group
   * @param ranks of the group
   */
  double load(int index, int ranks) {
    if (isEven() || ranks == 1) {
      return 1;
    }
    return index == 0 ? imbalance : (ranks - imbalance) / (ranks - 1);
  }

  /**
   * Of what each rank of a group sends, what goes to each.
   *
   * @return null if as much
   */
  @Nullable AllToAllParts parts(Experts experts, int ranks) {
    if (oncePerNode) {
      return experts.copies(ranks);
    }
    return isEven() ? null : uneven(ranks);
  }

  private UnevenParts uneven(int ranks) {
    double[] loads = new double[ranks];
    for (int index = 0; index < ranks; index++) {
      loads[index] = load(index, ranks);
    }
    return new UnevenParts(loads, false);
  }

  /**
   * Bytes of values on their way to experts.
   *
   * @param valueBytes of one at 16 bits
   */
  long dispatchBytes(double values, int valueBytes) {
    return eightBit ? Math.round(values * SCALED_BYTES) : Math.round(values) * valueBytes;
  }
}
