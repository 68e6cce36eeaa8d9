package weft.sim.collective.algorithm;

import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * All-to-all and sendrecv by a message from each rank to each other, at distances 1, 2, … round the
 * ranks, so that no two send to the same one at a time.
 *
 * <p>Direct: many at once, up to {@link #MOST_LANES}, none waits for another. Pairwise: one at a
 * time, the next after what was received meanwhile (MPICH's pairwise exchange).
 *
 * <p>Lane <i>l</i> of the first half sends the messages l, l + half, …; that of the second half
 * receives them.
 */
final class Exchange extends ChannelSchedule {

  /**
   * How many messages a rank sends at once: 8 on each of 32 channels (NCCL 2.26,
   * src/include/device.h, NCCL_MAX_DEV_WORK_P2P_PER_BATCH; that there are 32 channels is an
   * assumption). It bounds what a schedule of many ranks takes.
   */
  static final int MOST_LANES = 256;

  private final GroupShape shape;
  private final int messages;
  private final int width;
  private final boolean isPairwise;

  Exchange(Operation operation, Algorithm algorithm, GroupShape shape, int channels) {
    super(operation, algorithm, shape.ranks(), channels, 1);
    this.shape = shape;
    isPairwise = algorithm == Algorithm.PAIRWISE;
    messages = operation == Operation.SENDRECV ? 1 : shape.ranks() - 1;
    width = isPairwise ? 1 : Math.min(MOST_LANES, messages);
  }

  @Override
  int lanesOfChannel(int participant) {
    return 2 * width;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return (messages - lane % width + width - 1) / width;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int distance = 1 + lane % width + step * width;
    boolean sends = lane < width;
    int source = sends ? rank : Math.floorMod(rank - distance, ranks());
    int destination = (source + distance) % ranks();
    boolean isPartitioned = operation().isPartitioned();
    long piece =
        (long) source * pieces() + channel + (isPartitioned ? destination * channels() : 0);
    if (sends) {
      blocksOf(into, channel, isPartitioned ? destination : 0, 1).pieces(null, 0, 1, piece);
      into.send(destination, lane(destination, channel, width + lane));
      if (isPairwise && step > 0) {
        into.after(lane(rank, channel, width), step - 1);
      }
    } else {
      into.contiguous(isPartitioned ? source : 0, 1)
          .scaled(channels())
          .offset(pieces() + channel)
          .pieces(null, 0, 1, piece)
          .receive(source, lane(source, channel, lane - width))
          .store();
    }
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return isPairwise ? step : 0;
  }

  @Override
  public List<Phase> phases() {
    if (!isPairwise) {
      return List.of(new Phase(Phase.Kind.EXCHANGE, 1, shape.nodes() > 1 ? 1 : 0));
    }
    List<Phase> phases = new ArrayList<>();
    for (int distance = 1; distance <= messages; distance++) {
      phases.add(new Phase(Phase.Kind.EXCHANGE, 1, isScaleOut(distance) ? 1 : 0));
    }
    return List.copyOf(phases);
  }

  private boolean isScaleOut(int distance) {
    for (int rank = 0; rank < ranks(); rank++) {
      if (shape.isScaleOut(rank, (rank + distance) % ranks())) {
        return true;
      }
    }
    return false;
  }
}
