package weft.sim.workload.llm;

/**
 * Which communication goes on beside computation.
 *
 * @param tensor tensor-parallel collectives are cut into as many parts as there are ranks, and go
 *     on beside the matrix product before or after them, cut likewise (Wang et al., ASPLOS 2023;
 *     Megatron-Core, {@code --tp-comm-overlap})
 * @param expert in the steady state of 1F1B the exchange of tokens with experts goes on beside the
 *     passes of another micro-batch (Megatron-Core, {@code --overlap-moe-expert-parallel-comm};
 *     DeepSeek-AI, DeepSeek-V3, 2024, section 3.2.1)
 * @param data gradients leave while the backward pass goes on, weights arrive while the forward
 *     pass does
 */
public record Overlap(boolean tensor, boolean expert, boolean data) {

  /** Megatron-LM's: data-parallel only. */
  public static final Overlap DATA = new Overlap(false, false, true);
}
