package weft.sim.collective.algorithm;

import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Step;

/**
 * All-gather and reduce-scatter by parallel aggregated trees (Jeaugey: PAT, a new algorithm for
 * all-gather and reduce-scatter operations at scale, arXiv 2506.20252; NCCL 2.23).
 *
 * <p>Each rank's part goes down a binomial tree of its own. As all trees are the same but for a
 * rotation, what a rank sends to one other is sent together. All-gather goes to the farthest rank
 * first, with one part; in the last round, to the neighbour, it sends half of all. So little data
 * goes far. Reduce-scatter goes the same way back.
 *
 * <p>In NCCL, buffers bound how much is sent together; here that is how much a pass carries.
 */
final class Pat extends Rounds {

  private final boolean gathers;

  Pat(Operation operation, GroupShape shape, int channels) {
    super(operation, Algorithm.PAT, shape, channels, 1);
    gathers = operation == Operation.ALL_GATHER;
  }

  @Override
  int rounds() {
    return log2Up(ranks());
  }

  private int distance(int round) {
    return 1 << (gathers ? rounds() - 1 - round : round);
  }

  @Override
  int destination(int rank, int round) {
    int distance = distance(round);
    return Math.floorMod(gathers ? rank + distance : rank - distance, ranks());
  }

  @Override
  int source(int rank, int round) {
    int distance = distance(round);
    return Math.floorMod(gathers ? rank - distance : rank + distance, ranks());
  }

  @Override
  boolean reduces(int round) {
    return !gathers;
  }

  /**
   * On the connection from r to r + d: the parts of r, r − 2d, r − 4d, … that have not come round.
   */
  @Override
  void blocks(int rank, int round, boolean sends, Step into) {
    int distance = distance(round);
    int near = gathers == sends ? rank : Math.floorMod(rank - distance, ranks());
    int count = (ranks() - distance + 2 * distance - 1) / (2 * distance);
    into.strided(near, 1, Math.floorMod(-2 * distance, ranks()), count).modulo(ranks());
  }
}
