package weft.scenario.schedule;

import java.util.List;
import weft.scenario.parse.Position;
import weft.sim.collective.Operation;

/**
 * An execution plan of MSCCL++: what each thread block of each rank does, in either format.
 *
 * @param operation what it does
 * @param name its name
 * @param inPlace whether input and output are one buffer
 * @param pieces of a rank's data, {@code grain} to a chunk
 * @param grain pieces of a chunk: as many as the thread blocks that share one can have equal parts
 * @param ranks in their order
 */
record ExecutionPlan(
    Operation operation, String name, boolean inPlace, int pieces, int grain, List<Rank> ranks) {

  /**
   * A GPU.
   *
   * @param limits pieces of its input, output and scratch
   * @param semaphores what each begins with
   * @param blocks its thread blocks
   */
  record Rank(Position at, List<Integer> limits, List<Integer> semaphores, List<Block> blocks) {}

  /** A thread block: operations that follow each other. */
  record Block(List<Op> ops) {}

  /**
   * An operation.
   *
   * @param place its number in the thread block; behind a point that in its pipeline
   * @param sources what it reads
   * @param targets what it writes
   * @param channels over which it signals or waits
   * @param after operations of the rank that it waits for
   * @param barrier its number; −1 if it is none
   * @param atBarrier thread blocks that have to come to it
   * @param semaphores which it acquires or releases
   */
  record Op(
      PlanOp kind,
      String name,
      Position at,
      String place,
      List<Span> sources,
      List<Span> targets,
      List<Channel> channels,
      List<After> after,
      int barrier,
      int atBarrier,
      List<Integer> semaphores) {}

  /**
   * Pieces of a buffer.
   *
   * @param rank whose it is
   * @param buffer as {@link Buffers} counts them
   */
  record Span(int rank, int buffer, int first, int count) {

    boolean overlaps(Span other) {
      return rank == other.rank
          && buffer == other.buffer
          && first < other.first + other.count
          && other.first < first + count;
    }
  }

  /**
   * One end of a channel: the other is the channel of the peer with the same number to this rank.
   *
   * @param peer rank at the other end
   * @param type {@code memory} or {@code port}
   * @param number of the channels of the type to that peer
   */
  record Channel(int peer, String type, int number) {}

  /** An operation of the same rank that has to end before. */
  record After(int block, int op) {}
}
