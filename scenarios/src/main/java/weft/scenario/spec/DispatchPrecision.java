package weft.scenario.spec;

/** Number formats in which tokens go to experts on other GPUs. */
public enum DispatchPrecision {
  @Option(text = "bf16", doc = "2 bytes")
  BF16,
  @Option(
      text = "fp8",
      doc = "1 byte, and a scale of 4 bytes for 128 values, as in DeepSeek-V3 (section 3.3)")
  FP8
}
