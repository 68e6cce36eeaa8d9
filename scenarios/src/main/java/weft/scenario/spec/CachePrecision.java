package weft.scenario.spec;

/** Number formats of keys and values in the cache, and of tokens on their way to experts. */
public enum CachePrecision {
  @Option(text = "bf16", doc = "2 bytes")
  BF16(2),
  @Option(text = "fp8", doc = "1 byte")
  FP8(1);

  private final int bytes;

  CachePrecision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of a value. */
  public int bytes() {
    return bytes;
  }
}
