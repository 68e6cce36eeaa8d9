package weft.sim.workload;

import java.util.stream.IntStream;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;

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
    return of(ranks, operation, RingLayout.AUTOMATIC, sizes);
  }

  /**
   * The same over a given number of channels.
   *
   * @param channels how many, or {@link RingLayout#AUTOMATIC}
   */
  public static Program of(int ranks, Operation operation, int channels, long[] sizes) {
    ProgramBuilder builder = new ProgramBuilder(ranks);
    int[][] world = {IntStream.range(0, ranks).toArray()};
    int groups = builder.groups("world", world, channels);
    Role role = builder.role(1);
    for (long bytes : sizes) {
      role.collective(0, groups, operation, bytes, Activity.COLLECTIVE);
    }
    for (int rank = 0; rank < ranks; rank++) {
      builder.assign(rank, role);
    }
    return builder.build();
  }
}
