package weft.sim.collective.algorithm;

import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * Algorithms in rounds: in each, a rank sends to one other and receives from one, and what it sends
 * may be what it received in any round before. Lane 0 sends, lane 1 receives.
 */
abstract class Rounds extends ChannelSchedule {

  private static final int SEND = 0;
  private static final int RECEIVE = 1;

  private final GroupShape shape;

  Rounds(Operation operation, Algorithm algorithm, GroupShape shape, int channels, int parts) {
    super(operation, algorithm, shape.ranks(), channels, parts);
    this.shape = shape;
  }

  /** Number of rounds. */
  abstract int rounds();

  /** To whom a rank sends in a round; {@link Step#NONE} if it does not. */
  abstract int destination(int rank, int round);

  /** From whom a rank receives in a round; {@link Step#NONE} if it does not. */
  abstract int source(int rank, int round);

  /** Whether what is received in a round is added to what is there. */
  abstract boolean reduces(int round);

  /** The blocks, as numbered in a channel, that a rank sends or receives in a round. */
  abstract void blocks(int rank, int round, boolean sends, Step into);

  /** Whether what a rank receives takes the place of what it sends in the same round. */
  boolean overwrites() {
    return false;
  }

  @Override
  final int lanesOfChannel(int participant) {
    return 2;
  }

  @Override
  final int stepsOfLane(int participant, int channel, int lane) {
    return rounds();
  }

  @Override
  final void stepOfLane(int rank, int channel, int lane, int round, Step into) {
    int peer = lane == SEND ? destination(rank, round) : source(rank, round);
    if (lane == SEND && round > 0) {
      into.after(lane(rank, channel, RECEIVE), round - 1);
    }
    if (lane == RECEIVE && overwrites()) {
      into.after(lane(rank, channel, SEND), round);
    }
    if (peer == Step.NONE) {
      return;
    }
    blocks(rank, round, lane == SEND, into);
    into.scaled(channels()).offset(channel);
    if (lane == SEND) {
      into.send(peer, lane(peer, channel, RECEIVE));
    } else {
      into.receive(peer, lane(peer, channel, SEND)).store();
      if (reduces(round)) {
        into.reduce();
      }
    }
  }

  @Override
  final int phase(int participant, int channel, int lane, int step) {
    return step;
  }

  @Override
  public final List<Phase> phases() {
    List<Phase> phases = new ArrayList<>();
    for (int round = 0; round < rounds(); round++) {
      phases.add(new Phase(Phase.Kind.EXCHANGE, 1, isScaleOut(round) ? 1 : 0));
    }
    return List.copyOf(phases);
  }

  private boolean isScaleOut(int round) {
    for (int rank = 0; rank < ranks(); rank++) {
      int peer = destination(rank, round);
      if (peer != Step.NONE && shape.isScaleOut(rank, peer)) {
        return true;
      }
    }
    return false;
  }

  /** The smallest <i>k</i> with 2<sup>k</sup> ≥ the value. */
  static int log2Up(int value) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(value - 1);
  }
}
