package weft.scenario.spec;

/** Number formats in which gradients are reduced. */
public enum GradientPrecision {
  @Option(text = "fp32", doc = "4 bytes")
  FP32,
  @Option(text = "bf16", doc = "2 bytes")
  BF16
}
