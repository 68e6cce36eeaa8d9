package weft.sim.collective;

/**
 * A collective operation, with the size convention of nccl-tests: {@code bytes} is the larger of
 * the buffers before and after, on one rank.
 */
public enum Operation {
  /** Every rank ends with the sum of all. */
  ALL_REDUCE("all_reduce"),
  /** Every rank ends with the parts of all. */
  ALL_GATHER("all_gather"),
  /** Every rank ends with its part of the sum. */
  REDUCE_SCATTER("reduce_scatter"),
  /** Every rank ends with what the root has. */
  BROADCAST("broadcast"),
  /** The root ends with the sum of all. */
  REDUCE("reduce"),
  /**
   * Every rank ends with what each has for it; alltoallv, if these parts have sizes of their own.
   */
  ALL_TO_ALL("alltoall"),
  /** The root ends with the parts of all. */
  GATHER("gather"),
  /** Every rank ends with its part of what the root has. */
  SCATTER("scatter"),
  /** Every rank ends with what the one before it has, the first with the last one's. */
  SENDRECV("sendrecv"),
  /** No rank ends before all have begun: an all-reduce of which only the end matters. */
  BARRIER("barrier");

  private final String text;

  Operation(String text) {
    this.text = text;
  }

  /** Name in files and results: that of the program in nccl-tests, which has no barrier. */
  public String text() {
    return text;
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
    return switch (this) {
      case ALL_REDUCE, REDUCE_SCATTER, REDUCE, BARRIER -> true;
      case ALL_GATHER, BROADCAST, ALL_TO_ALL, GATHER, SCATTER, SENDRECV -> false;
    };
  }

  /** Whether one of the ranks is the root. */
  public boolean hasRoot() {
    return switch (this) {
      case BROADCAST, REDUCE, GATHER, SCATTER -> true;
      case ALL_REDUCE, ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL, SENDRECV, BARRIER -> false;
    };
  }

  /** Whether the data has a part for each rank, so that {@code bytes} is that of all parts. */
  public boolean isPartitioned() {
    return switch (this) {
      case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL, GATHER, SCATTER -> true;
      case ALL_REDUCE, BROADCAST, REDUCE, SENDRECV, BARRIER -> false;
    };
  }

  /** Whether every rank has data that no other may combine with its own, nor have one for all. */
  public boolean isPersonal() {
    return this == ALL_TO_ALL || this == SENDRECV;
  }

  /**
   * How many pieces a rank has before.
   *
   * @param pieces {@link Schedule#pieces}
   * @param isRoot whether it is the root, where there is one
   */
  public int inputs(int pieces, int ranks, boolean isRoot) {
    return switch (this) {
      case BROADCAST, SCATTER -> isRoot ? pieces : 0;
      case ALL_GATHER, GATHER -> pieces / ranks;
      case ALL_REDUCE, REDUCE_SCATTER, REDUCE, ALL_TO_ALL, SENDRECV, BARRIER -> pieces;
    };
  }

  /**
   * How many pieces a rank has to have after.
   *
   * @param pieces {@link Schedule#pieces}
   * @param isRoot whether it is the root, where there is one
   */
  public int outputs(int pieces, int ranks, boolean isRoot) {
    return switch (this) {
      case REDUCE, GATHER -> isRoot ? pieces : 0;
      case REDUCE_SCATTER, SCATTER -> pieces / ranks;
      case ALL_REDUCE, ALL_GATHER, BROADCAST, ALL_TO_ALL, SENDRECV, BARRIER -> pieces;
    };
  }

  /** What nccl-tests counts as elements: the buffer's, or one rank's part of it. */
  public long elements(long bytes, int elementBytes, int ranks) {
    return bytes / elementBytes / (isPartitioned() ? ranks : 1);
  }

  /**
   * Bus bandwidth over algorithm bandwidth (nccl-tests, doc/PERFORMANCE.md and the {@code GetBw} of
   * each of its programs): 2(n − 1)/n for all-reduce; (n − 1)/n where there is a part for each
   * rank; 1 for broadcast, reduce and sendrecv; 0 for a barrier, which has no bandwidth.
   */
  public double busFactor(int ranks) {
    double others = (ranks - 1.0) / ranks;
    return switch (this) {
      case ALL_REDUCE -> 2 * others;
      case ALL_GATHER, REDUCE_SCATTER, ALL_TO_ALL, GATHER, SCATTER -> others;
      case BROADCAST, REDUCE, SENDRECV -> 1;
      case BARRIER -> 0;
    };
  }
}
