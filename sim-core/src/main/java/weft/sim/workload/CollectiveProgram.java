package weft.sim.workload;

import java.util.stream.IntStream;
import weft.sim.collective.Operation;

/** The program of a collective benchmark: one collective after the other over all ranks. */
public final class CollectiveProgram {

  private CollectiveProgram() {}

  /**
   * All ranks run {@code operation} once for each size, in the order given.
   *
   * @param ranks number of ranks, at least 1
   * @param sizes bytes, as {@link Operation} counts them
   */
  public static Program of(int ranks, Operation operation, long... sizes) {
    ProgramBuilder builder = new ProgramBuilder(ranks);
    int world = builder.groups("world", new int[][] {IntStream.range(0, ranks).toArray()});
    Role role = builder.role("rank", 1);
    for (long bytes : sizes) {
      role.collective(0, world, operation, bytes, Activity.COLLECTIVE);
    }
    for (int rank = 0; rank < ranks; rank++) {
      builder.assign(rank, role);
    }
    return builder.build();
  }
}
