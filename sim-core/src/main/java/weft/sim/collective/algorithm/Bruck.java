package weft.sim.collective.algorithm;

import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Step;

/**
 * All-gather and all-to-all in ⌈log₂ n⌉ rounds (Bruck, Ho, Kipnis, Upfal, Weathersby: Efficient
 * algorithms for all-to-all communications in multiport message-passing systems, IEEE TPDS 8,
 * 1997).
 *
 * <ul>
 *   <li>All-gather: in round <i>k</i>, rank <i>r</i> sends all that it has, the parts of the ranks
 *       r … r + 2<sup>k</sup> − 1, to r − 2<sup>k</sup>; of the last round only what is lacking
 *       there.
 *   <li>All-to-all: what is for the rank at distance <i>j</i> travels 2<sup>k</sup> ranks in each
 *       round <i>k</i> whose bit is set in j. At each rank on its way it is kept where the rank's
 *       own data for that distance was, so that from rank <i>s</i> ends at <i>d</i> in block 2d −
 *       s.
 * </ul>
 */
final class Bruck extends Rounds {

  private final boolean gathers;

  Bruck(Operation operation, GroupShape shape, int channels) {
    super(operation, Algorithm.BRUCK, shape, channels, 1);
    gathers = operation == Operation.ALL_GATHER;
  }

  @Override
  int rounds() {
    return log2Up(ranks());
  }

  @Override
  int destination(int rank, int round) {
    int distance = 1 << round;
    return Math.floorMod(gathers ? rank - distance : rank + distance, ranks());
  }

  @Override
  int source(int rank, int round) {
    int distance = 1 << round;
    return Math.floorMod(gathers ? rank + distance : rank - distance, ranks());
  }

  @Override
  boolean reduces(int round) {
    return false;
  }

  @Override
  boolean overwrites() {
    return !gathers;
  }

  @Override
  void blocks(int rank, int round, boolean sends, Step into) {
    int distance = 1 << round;
    if (gathers) {
      int count = Math.min(distance, ranks() - distance);
      into.contiguous(sends ? rank : rank + distance, count);
    } else {
      into.strided(rank + distance, distance, 2 * distance, withBit(round));
    }
    into.modulo(ranks());
  }

  /** How many numbers below n have a bit set. */
  private int withBit(int bit) {
    int period = 2 << bit;
    return ranks() / period * (period / 2) + Math.max(0, ranks() % period - period / 2);
  }

  @Override
  public int blocks(int participant) {
    return pieces();
  }

  @Override
  public int outputBlock(int rank, int i) {
    return gathers
        ? i
        : Math.floorMod(2 * rank - i / channels(), ranks()) * channels() + i % channels();
  }
}
