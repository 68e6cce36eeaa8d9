package weft.scenario.spec;

/** Number formats of weights and matrix products in inference. */
public enum InferencePrecision {
  @Option(text = "bf16", doc = "bfloat16, 2 bytes")
  BF16(Precision.BF16, 2),
  @Option(text = "fp16", doc = "IEEE half precision, 2 bytes")
  FP16(Precision.FP16, 2),
  @Option(
      text = "fp8",
      doc =
          "weights of the layers held in 1 byte, their products in 8 bits; embeddings, attention"
              + " and activations between kernels in 16")
  FP8(Precision.FP8, 1);

  private final Precision products;
  private final int bytes;

  InferencePrecision(Precision products, int bytes) {
    this.products = products;
    this.bytes = bytes;
  }

  /** What the matrix units do. */
  public Precision products() {
    return products;
  }

  /** Bytes of a weight of a layer. */
  public int bytes() {
    return bytes;
  }
}
