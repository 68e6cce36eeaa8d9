package weft.sim.collective.algorithm;

import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Step;

/**
 * Reduce-scatter by recursive halving, all-gather by recursive doubling, all-reduce by the one and
 * the other (Thakur, Rabenseifner, Gropp: Optimization of collective communication operations in
 * MPICH, IJHPCA 19, 2005).
 *
 * <p>With 2<sup>k</sup> participants, those that differ in the highest bit exchange halves of the
 * data, then those that differ in the next quarters, and so on; doubling goes the same way back.
 *
 * <p>If the number of ranks is no power of two but <i>m</i> more, the even ones of the first 2m
 * give their data to the odd ones in a round before, and get the result in a round after.
 * Participant <i>v</i> is then rank 2v + 1 for v &lt; m and has the parts of two ranks, else rank v
 * + m.
 */
final class HalvingDoubling extends Rounds {

  private final boolean halves;
  private final boolean doubles;
  private final int bits;
  private final int extra;

  HalvingDoubling(Operation operation, GroupShape shape, int channels) {
    super(
        operation,
        Algorithm.HALVING_DOUBLING,
        shape,
        channels,
        operation.isPartitioned() ? 1 : Integer.highestOneBit(shape.ranks()));
    halves = operation.reduces();
    doubles = operation != Operation.REDUCE_SCATTER;
    bits = Integer.numberOfTrailingZeros(Integer.highestOneBit(shape.ranks()));
    extra = shape.ranks() - (1 << bits);
  }

  @Override
  int rounds() {
    return before() * 2 + (halves ? bits : 0) + (doubles ? bits : 0);
  }

  /** Rounds before the participants are a power of two. */
  private int before() {
    return extra > 0 ? 1 : 0;
  }

  private boolean isBefore(int round) {
    return round < before();
  }

  private boolean isAfter(int round) {
    return extra > 0 && round == rounds() - 1;
  }

  private boolean isHalving(int round) {
    return halves && round - before() < bits;
  }

  private boolean isLeftOut(int rank) {
    return rank < 2 * extra && rank % 2 == 0;
  }

  private int participant(int rank) {
    return rank < 2 * extra ? rank / 2 : rank - extra;
  }

  private int rank(int participant) {
    return participant < extra ? 2 * participant + 1 : participant + extra;
  }

  /** How many participants' parts are exchanged in a round. */
  private int size(int round) {
    int since = round - before();
    return isHalving(round) ? 1 << (bits - 1 - since) : 1 << (halves ? since - bits : since);
  }

  private int partner(int rank, int round) {
    return isLeftOut(rank) ? Step.NONE : rank(participant(rank) ^ size(round));
  }

  @Override
  int destination(int rank, int round) {
    if (isBefore(round)) {
      return isLeftOut(rank) ? rank + 1 : Step.NONE;
    }
    if (isAfter(round)) {
      return rank < 2 * extra && !isLeftOut(rank) ? rank - 1 : Step.NONE;
    }
    return partner(rank, round);
  }

  @Override
  int source(int rank, int round) {
    if (isBefore(round)) {
      return rank < 2 * extra && !isLeftOut(rank) ? rank - 1 : Step.NONE;
    }
    if (isAfter(round)) {
      return isLeftOut(rank) ? rank + 1 : Step.NONE;
    }
    return partner(rank, round);
  }

  @Override
  boolean reduces(int round) {
    return halves && (isBefore(round) || (!isAfter(round) && isHalving(round)));
  }

  @Override
  void blocks(int rank, int round, boolean sends, Step into) {
    if (isBefore(round) || isAfter(round)) {
      withLeftOut(rank & ~1, isBefore(round), into);
      return;
    }
    int size = size(round);
    int own = participant(rank);
    int sender = isHalving(round) == sends ? own ^ size : own;
    int first = sender & -size;
    into.contiguous(start(first), start(first + size) - start(first));
  }

  /** What a rank that is left out gives or gets. */
  private void withLeftOut(int rank, boolean gives, Step into) {
    if (halves && (gives || doubles)) {
      into.contiguous(0, start(1 << bits));
    } else if (gives || !doubles) {
      into.contiguous(rank, 1);
    } else {
      into.contiguous(rank + 1, ranks() - 1).modulo(ranks());
    }
  }

  /** Where the parts of a participant begin: of all-reduce it has one, else those of its ranks. */
  private int start(int participant) {
    if (!operation().isPartitioned()) {
      return participant;
    }
    return participant < extra ? 2 * participant : participant + extra;
  }
}
