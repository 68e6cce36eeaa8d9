package weft.sim.collective;

/**
 * A collective operation, with the size convention of nccl-tests: {@code bytes} is the larger of
 * the buffers before and after, on one rank.
 */
public enum Operation {
  /** Every rank ends with the sum of all. */
  ALL_REDUCE("all_reduce", 2),
  /** Every rank ends with the parts of all. */
  ALL_GATHER("all_gather", 1),
  /** Every rank ends with its part of the sum. */
  REDUCE_SCATTER("reduce_scatter", 1);

  private final String text;
  private final int passes;

  Operation(String text, int passes) {
    this.text = text;
    this.passes = passes;
  }

  /** Name in files and results, as in nccl-tests. */
  public String text() {
    return text;
  }

  /** How often the data goes round a ring: 2 for all-reduce, 1 for the others. */
  public int passes() {
    return passes;
  }

  /**
   * The operation with a {@link #text()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Operation named(String text) {
    for (Operation operation : values()) {
      if (operation.text.equals(text)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("no operation " + text);
  }

  /** Whether values are added up on the way. */
  public boolean reduces() {
    return this != ALL_GATHER;
  }

  /** What nccl-tests counts as elements: of all-reduce the buffer, else one rank's part of it. */
  public long elements(long bytes, int elementBytes, int ranks) {
    return bytes / elementBytes / (this == ALL_REDUCE ? 1 : ranks);
  }

  /**
   * Bus bandwidth over algorithm bandwidth: {@code passes × (ranks − 1) / ranks} (nccl-tests,
   * doc/PERFORMANCE.md).
   */
  public double busFactor(int ranks) {
    return passes * (ranks - 1.0) / ranks;
  }
}
