package weft.sim.collective.algorithm;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.PairSizes;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * All-to-all and sendrecv by a message from each rank to each other, at distances 1, 2, … round the
 * ranks, so that no two send to the same one at a time.
 *
 * <p>Direct: many at once, up to {@link #MOST_LANES}, none waits for another. Pairwise: one at a
 * time, the next after what was received meanwhile (MPICH's pairwise exchange).
 *
 * <p>If each pair of ranks has a size of its own, what has none is left out: the other messages of
 * a lane follow each other in the same order, and pairwise each waits for the last one received
 * that comes before it.
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
  private final @Nullable PairSizes pairs;

  /** Of each lane of each rank, the distances of its messages; null if those are all. */
  private final int @Nullable [][] distances;

  Exchange(Operation operation, Algorithm algorithm, GroupShape shape, int channels) {
    super(operation, algorithm, shape.ranks(), channels, 1);
    this.shape = shape;
    isPairwise = algorithm == Algorithm.PAIRWISE;
    messages = operation == Operation.SENDRECV ? 1 : shape.ranks() - 1;
    width = isPairwise ? 1 : Math.min(MOST_LANES, messages);
    pairs = null;
    distances = null;
  }

  /** All-to-all with a size for each pair of ranks. */
  Exchange(Algorithm algorithm, GroupShape shape, int channels, PairSizes pairs) {
    super(Operation.ALL_TO_ALL, algorithm, shape.ranks(), channels, 1);
    this.shape = shape;
    this.pairs = pairs;
    isPairwise = algorithm == Algorithm.PAIRWISE;
    messages = shape.ranks() - 1;
    width = isPairwise ? 1 : Math.min(MOST_LANES, messages);
    distances = new int[2 * width * ranks()][];
    IntArrayList found = new IntArrayList();
    for (int rank = 0; rank < ranks(); rank++) {
      for (int lane = 0; lane < 2 * width; lane++) {
        found.clear();
        for (int distance = 1 + lane % width; distance <= messages; distance += width) {
          int source = source(rank, lane, distance);
          if (pairs.bytes(source, (source + distance) % ranks()) > 0) {
            found.add(distance);
          }
        }
        distances[rank * 2 * width + lane] = found.toIntArray();
      }
    }
  }

  @Override
  public @Nullable PairSizes pairs() {
    return pairs;
  }

  private int source(int rank, int lane, int distance) {
    return lane < width ? rank : Math.floorMod(rank - distance, ranks());
  }

  private int distance(int rank, int lane, int step) {
    return distances == null
        ? 1 + lane % width + step * width
        : distances[rank * 2 * width + lane][step];
  }

  @Override
  int lanesOfChannel(int participant) {
    return 2 * width;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return distances == null
        ? (messages - lane % width + width - 1) / width
        : distances[participant * 2 * width + lane].length;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int distance = distance(rank, lane, step);
    boolean sends = lane < width;
    int source = source(rank, lane, distance);
    int destination = (source + distance) % ranks();
    boolean isPartitioned = operation().isPartitioned();
    long piece =
        (long) source * pieces() + channel + (isPartitioned ? destination * channels() : 0);
    if (sends) {
      blocksOf(into, channel, isPartitioned ? destination : 0, 1).pieces(null, 0, 1, piece);
      into.send(destination, lane(destination, channel, width + lane));
      int before = isPairwise ? receivedBefore(rank, distance) : 0;
      if (before > 0) {
        into.after(lane(rank, channel, width), before - 1);
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

  /** Pairwise, how many messages a rank receives over shorter distances. */
  private int receivedBefore(int rank, int distance) {
    if (distances == null) {
      return distance - 1;
    }
    int place = Arrays.binarySearch(distances[rank * 2 * width + width], distance);
    return place < 0 ? -place - 1 : place;
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return isPairwise ? distance(participant, lane, step) - 1 : 0;
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
