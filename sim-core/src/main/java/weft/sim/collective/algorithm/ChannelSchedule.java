package weft.sim.collective.algorithm;

import weft.sim.collective.Connections;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.Step;

/**
 * A schedule that does the same on each of its channels, with a part of the data.
 *
 * <p>A channel has {@code parts} pieces, of partitioned data for each rank. Its piece <i>i</i> is
 * piece <i>i</i> × channels + channel of the whole.
 *
 * <p>Ranks work in place: block <i>i</i> is piece <i>i</i>, before and after, with a second set of
 * blocks for what is received where every rank has data of its own. Lane <i>l</i> of a channel is
 * lane channel × lanes + <i>l</i> of the participant.
 */
abstract class ChannelSchedule implements Schedule {

  private final Operation operation;
  private final Algorithm algorithm;
  private final int ranks;
  private final int channels;
  private final int parts;

  ChannelSchedule(Operation operation, Algorithm algorithm, int ranks, int channels, int parts) {
    this.operation = operation;
    this.algorithm = algorithm;
    this.ranks = ranks;
    this.channels = channels;
    this.parts = parts;
    Math.multiplyExact(pieces(), operation.isPersonal() ? 2 : 1);
  }

  /** Lanes that a participant has on each channel. */
  abstract int lanesOfChannel(int participant);

  /** Steps of a lane of a channel. */
  abstract int stepsOfLane(int participant, int channel, int lane);

  /**
   * Says what a lane of a channel does; block numbers are those of the channel, and what they are
   * scaled by and offset is done for it.
   */
  abstract void stepOfLane(int participant, int channel, int lane, int step, Step into);

  @Override
  public final Operation operation() {
    return operation;
  }

  @Override
  public final String algorithm() {
    return algorithm.text();
  }

  @Override
  public final int ranks() {
    return ranks;
  }

  @Override
  public final int channels() {
    return channels;
  }

  @Override
  public final int pieces() {
    return Math.multiplyExact(
        Math.multiplyExact(channels, parts), operation.isPartitioned() ? ranks : 1);
  }

  @Override
  public final int lanes(int participant) {
    return channels * lanesOfChannel(participant);
  }

  @Override
  public final int channel(int participant, int lane) {
    return lane / lanesOfChannel(participant);
  }

  @Override
  public final int steps(int participant, int lane) {
    int lanes = lanesOfChannel(participant);
    return stepsOfLane(participant, lane / lanes, lane % lanes);
  }

  @Override
  public final void step(int participant, int lane, int step, Step into) {
    int lanes = lanesOfChannel(participant);
    stepOfLane(participant, lane / lanes, lane % lanes, step, into.clear());
  }

  /** The phase that a step of a lane sends in. */
  abstract int phase(int participant, int channel, int lane, int step);

  /** The number, among all lanes of a participant, of a lane of a channel. */
  final int lane(int participant, int channel, int lane) {
    return channel * lanesOfChannel(participant) + lane;
  }

  /** Blocks {@code first} … of a channel, the same ones at all participants. */
  final Step blocksOf(Step step, int channel, int first, int count) {
    return step.contiguous(first, count).scaled(channels).offset(channel);
  }

  @Override
  public int blocks(int participant) {
    return operation.isPersonal() ? 2 * pieces() : pieces();
  }

  @Override
  public int inputBlock(int rank, int i) {
    return switch (operation) {
      case ALL_GATHER, GATHER -> rank * channels * parts + i;
      default -> i;
    };
  }

  @Override
  public int outputBlock(int rank, int i) {
    return switch (operation) {
      case REDUCE_SCATTER, SCATTER -> rank * channels * parts + i;
      case ALL_TO_ALL -> i / (channels * parts) == rank ? i : pieces() + i;
      case SENDRECV -> ranks == 1 ? i : pieces() + i;
      default -> i;
    };
  }

  @Override
  public final void connections(Connections visitor) {
    Step cursor = new Step();
    for (int participant = 0; participant < participants(); participant++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int lane = 0; lane < lanesOfChannel(participant); lane++) {
          connectionsOfLane(participant, channel, lane, cursor, visitor);
        }
      }
    }
  }

  /** Shows the connections that a lane sends on, by going through its steps. */
  void connectionsOfLane(int participant, int channel, int lane, Step cursor, Connections visitor) {
    int own = lane(participant, channel, lane);
    int phase = 0;
    int peer = Step.NONE;
    int peerLane = Step.NONE;
    int messages = 0;
    long blocks = 0;
    int steps = stepsOfLane(participant, channel, lane);
    for (int step = 0; step < steps; step++) {
      stepOfLane(participant, channel, lane, step, cursor.clear());
      if (!cursor.sends()) {
        continue;
      }
      if (cursor.sendPeer() != peer || cursor.sendLane() != peerLane) {
        if (messages > 0) {
          visitor.connection(phase, channel, participant, own, peer, peerLane, messages, blocks);
        }
        peer = cursor.sendPeer();
        peerLane = cursor.sendLane();
        phase = phase(participant, channel, lane, step);
        messages = 0;
        blocks = 0;
      }
      messages++;
      blocks += cursor.blocks();
    }
    if (messages > 0) {
      visitor.connection(phase, channel, participant, own, peer, peerLane, messages, blocks);
    }
  }
}
