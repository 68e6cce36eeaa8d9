package weft.scenario.spec;

/** Number formats of weights and activations. */
public enum Precision {
  @Option(text = "bf16", doc = "bfloat16, 2 bytes")
  BF16,
  @Option(text = "fp16", doc = "IEEE half precision, 2 bytes")
  FP16,
  @Option(
      text = "fp8",
      doc = "matrix products of the layers in 8 bits, all else as in bf16 (Transformer Engine)")
  FP8
}
