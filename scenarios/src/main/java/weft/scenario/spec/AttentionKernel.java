package weft.scenario.spec;

/** How the core of attention is computed. */
public enum AttentionKernel {
  @Option(
      text = "fused",
      doc = "one kernel: FlashAttention-2 on Ampere, cuDNN or FlashAttention-3 on Hopper")
  FUSED,
  @Option(text = "flash-1", doc = "one kernel as of 2022, FlashAttention in Triton")
  FLASH_1,
  @Option(text = "unfused", doc = "products and softmax apart, their scores go through the memory")
  UNFUSED
}
