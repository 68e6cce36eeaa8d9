package weft.sim.workload.llm;

/**
 * A mixture of experts in place of the feed-forward block.
 *
 * @param count experts among which tokens are routed
 * @param active of them, those that a token goes to
 * @param shared experts that every token goes to besides
 * @param size inner size of an expert's feed-forward block
 * @param denseLayers first layers of the model that have no experts
 */
public record Experts(int count, int active, int shared, int size, int denseLayers) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is negative, there are no experts, or a token goes
   *     to more than there are
   */
  public Experts {
    if (count < 1 || active < 1 || active > count || shared < 0 || size < 1 || denseLayers < 0) {
      throw new IllegalArgumentException(
          "%d of %d experts of size %d, %d shared, %d dense layers"
              .formatted(active, count, size, shared, denseLayers));
    }
  }
}
