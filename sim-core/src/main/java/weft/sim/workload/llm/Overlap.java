package weft.sim.workload.llm;

/**
 * Which communication goes on beside computation.
 *
 * @param tensor tensor-parallel collectives are cut into as many parts as there are ranks, and go
 *     on beside the matrix product before or after them, cut likewise (Wang et al., ASPLOS 2023;
 *     Megatron-Core, {@code --tp-comm-overlap})
 * @param data gradients leave while the backward pass goes on, weights arrive while the forward
 *     pass does
 */
public record Overlap(boolean tensor, boolean data) {

  /** Megatron-LM's: data-parallel only. */
  public static final Overlap DATA = new Overlap(false, true);
}
