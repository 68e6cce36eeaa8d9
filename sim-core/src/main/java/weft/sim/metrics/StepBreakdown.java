package weft.sim.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a program goes. For each rank the parts add up to the whole, to the picosecond;
 * so do their means, which are rounded together.
 *
 * @param stepPs the program's duration, picoseconds
 * @param slowestRank the rank that finished last; the lowest where several did
 * @param parts what ranks spent it on, in a fixed order
 * @param late whom ranks waited for in collectives most; null if nobody waited
 */
public record StepBreakdown(long stepPs, int slowestRank, List<Part> parts, @Nullable Late late) {

  /** What bounds a part that no link bounds: the latency of its steps. */
  public static final String LATENCY = "latency";

  /** What a part is. */
  public enum Kind {
    /** The rank computes. */
    COMPUTE,
    /** The rank waits for communication that nothing hides. */
    EXPOSED_COMMUNICATION,
    /**
     * The rank has nothing to do: it waits for a neighbour to start sending or for others to arrive
     * at a collective, or has finished.
     */
    BUBBLE
  }

  /**
   * One part.
   *
   * @param activity the program's number of what the ranks did
   * @param kind what it is
   * @param name its name, such as {@code tensor-parallel communication}
   * @param meanPs mean over the ranks, rounded so that all parts add up
   * @param slowestPs of the slowest rank
   * @param boundBy what bounds most of an exposed communication over all ranks: the name of a tier,
   *     or {@link #LATENCY}; empty for the other kinds
   * @param bounds of an exposed communication, what bounded how much of it; adds up to the part
   * @param hiddenPs of an exposed communication, how long more it went on, on any stream, beside
   *     what the ranks did else, mean over the ranks
   */
  public record Part(
      int activity,
      Kind kind,
      String name,
      long meanPs,
      long slowestPs,
      String boundBy,
      List<Bound> bounds,
      long hiddenPs) {}

  /**
   * What bounded how much of a communication.
   *
   * @param tier the name of a tier, or {@link #LATENCY}
   * @param meanPs mean over the ranks
   * @param slowestPs on the slowest rank
   */
  public record Bound(String tier, long meanPs, long slowestPs) {}

  /**
   * Whom ranks waited for most.
   *
   * @param rank it arrived last
   * @param share of all waiting in collectives; where several arrived last, each has its part
   */
  public record Late(int rank, double share) {

    /** From here on it is worth a name: less may be anybody's. An assumption. */
    private static final double NAMED_SHARE = 0.1;

    /** Whether it is this one rather than now one, now another. */
    public boolean isNamed() {
      return share >= NAMED_SHARE;
    }
  }

  /** Mean over the ranks of all parts of one kind, picoseconds. */
  public long meanPs(Kind kind) {
    return parts.stream().filter(part -> part.kind == kind).mapToLong(Part::meanPs).sum();
  }
}
