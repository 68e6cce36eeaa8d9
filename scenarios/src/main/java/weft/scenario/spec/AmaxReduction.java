package weft.scenario.spec;

/** Over which GPUs greatest values of fp8 tensors are reduced. */
public enum AmaxReduction {
  @Option(
      text = "data",
      doc = "all GPUs of a pipeline stage: tensor × context × data, Megatron-Core's default")
  DATA,
  @Option(
      text = "tensor",
      doc = "those of a replica: tensor × context, Megatron-Core's tp_only_amax_red")
  TENSOR,
  @Option(
      text = "none",
      doc =
          "each for itself: Transformer Engine's reduce_amax=False, or a recipe that has nothing to"
              + " reduce between passes (current scaling, MXFP8, scales of blocks)")
  NONE
}
