package weft.sim.workload.llm;

/**
 * Which ranks agree on the greatest absolute value (amax) of each 8-bit tensor, by which it will be
 * scaled, after each pass of a micro-batch through a chunk (delayed scaling).
 *
 * <p>Transformer Engine all-reduces what all modules of a rank have seen when the outermost {@code
 * fp8_autocast} is left, and again when its first module has computed its gradients, in one
 * collective each that the main stream waits for (fp8.py, {@code reduce_and_update_fp8_tensors},
 * 1.6 to 2.2). Megatron-Core puts each chunk of a stage in such a context (transformer_block.py),
 * and says over which ranks (parallel_state.py, {@code get_amax_reduction_group}).
 */
public enum AmaxReduction {
  /** Each rank for itself: {@code reduce_amax=False}, or scaling that has nothing to reduce. */
  NONE,
  /** Those that share layers or sequences: Megatron-Core's {@code tp_only_amax_red}. */
  TENSOR,
  /** All ranks of a stage: Megatron-Core's default. */
  DATA
}
