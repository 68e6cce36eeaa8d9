package weft.sim.collective;

/**
 * The ring algorithm on one channel: who sends which chunk in which step.
 *
 * <p>The channel's bytes are cut into as many chunks as there are ranks, the first {@code bytes mod
 * ranks} one byte longer. Ranks stand in a ring, position 0 … n − 1, and in every step each sends
 * one chunk to the next position (Patarasuk and Yuan: Bandwidth optimal all-reduce algorithms for
 * clusters of workstations, JPDC 2009).
 *
 * <ul>
 *   <li>Reduce-scatter: in step <i>s</i> of n − 1, position <i>p</i> sends chunk (p − s − 1) mod n,
 *       which the receiver adds to its own. Position <i>p</i> ends with the sum of chunk <i>p</i>.
 *   <li>All-gather: in step <i>s</i> of n − 1, position <i>p</i> sends chunk (p − s) mod n, which
 *       the receiver keeps.
 *   <li>All-reduce: the one, then the other.
 * </ul>
 *
 * <p>So position <i>p</i> never sends chunk <i>p</i> in the first phase, nor chunk p + 1 in the
 * second.
 *
 * @param operation what is done
 * @param ranks ring size <i>n</i>, at least 2
 * @param bytes the channel's share of the data, at least 0
 */
public record RingSchedule(Operation operation, int ranks, long bytes) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if there are fewer than 2 ranks, the size is negative, or it
   *     is none of the three operations
   */
  public RingSchedule {
    passes(operation);
    if (ranks < 2 || bytes < 0) {
      throw new IllegalArgumentException("a ring of " + ranks + " ranks over " + bytes + " bytes");
    }
  }

  /**
   * How often an operation's data goes round the ring: 2 for all-reduce, 1 for the others.
   *
   * @throws IllegalArgumentException if it does not go round a ring
   */
  public static int passes(Operation operation) {
    return switch (operation) {
      case ALL_REDUCE -> 2;
      case ALL_GATHER, REDUCE_SCATTER -> 1;
      default -> throw new IllegalArgumentException(operation.text() + " does not go round a ring");
    };
  }

  /** Whether an operation's data goes round the ring. */
  public static boolean isRound(Operation operation) {
    return operation == Operation.ALL_REDUCE
        || operation == Operation.ALL_GATHER
        || operation == Operation.REDUCE_SCATTER;
  }

  /** Number of steps: n − 1 for each pass. */
  public int steps() {
    return passes(operation) * (ranks - 1);
  }

  /** The chunk that {@code position} sends in {@code step}. */
  public int chunk(int position, int step) {
    return gathers(step)
        ? Math.floorMod(position - phaseStep(step), ranks)
        : Math.floorMod(position - step - 1, ranks);
  }

  /** Whether what is received in {@code step} is added to what is there, or replaces it. */
  public boolean reduces(int step) {
    return !gathers(step);
  }

  /** Length of a chunk, bytes. */
  public long chunkBytes(int chunk) {
    return bytes / ranks + (chunk < bytes % ranks ? 1 : 0);
  }

  /** All that {@code position} sends in the whole operation, bytes. */
  public long sentBytes(int position) {
    long withoutOwn = bytes - chunkBytes(position);
    long withoutNext = bytes - chunkBytes((position + 1) % ranks);
    return switch (operation) {
      case REDUCE_SCATTER -> withoutOwn;
      case ALL_GATHER -> withoutNext;
      default -> Math.addExact(withoutOwn, withoutNext);
    };
  }

  private boolean gathers(int step) {
    return switch (operation) {
      case REDUCE_SCATTER -> false;
      case ALL_GATHER -> true;
      default -> step >= ranks - 1;
    };
  }

  private int phaseStep(int step) {
    return operation == Operation.ALL_REDUCE ? step - (ranks - 1) : step;
  }
}
