package weft.sim.metrics;

import java.util.List;

/**
 * Where the time of a program goes. For each rank the parts add up to the whole, to the picosecond.
 *
 * @param stepPs the program's duration, picoseconds
 * @param slowestRank the rank that finished last; the lowest where several did
 * @param parts what ranks spent it on, in a fixed order
 */
public record StepBreakdown(long stepPs, int slowestRank, List<Part> parts) {

  /** What bounds a part that no link bounds: the latency of its steps. */
  public static final String LATENCY = "latency";

  /** What a part is. */
  public enum Kind {
    /** The rank computes. */
    COMPUTE,
    /** The rank waits for communication that nothing hides. */
    EXPOSED_COMMUNICATION,
    /** The rank has nothing to do: it waits for a neighbour to start sending, or has finished. */
    BUBBLE
  }

  /**
   * One part.
   *
   * @param activity the program's number of what the ranks did
   * @param kind what it is
   * @param name its name, such as {@code tensor-parallel communication}
   * @param meanPs mean over the ranks
   * @param slowestPs of the slowest rank
   * @param boundBy what bounds most of an exposed communication on the slowest rank: the name of a
   *     tier, or {@link #LATENCY}; empty for the other kinds
   */
  public record Part(
      int activity, Kind kind, String name, double meanPs, long slowestPs, String boundBy) {}

  /** Mean over the ranks of all parts of one kind, picoseconds. */
  public double meanPs(Kind kind) {
    return parts.stream().filter(part -> part.kind == kind).mapToDouble(Part::meanPs).sum();
  }
}
