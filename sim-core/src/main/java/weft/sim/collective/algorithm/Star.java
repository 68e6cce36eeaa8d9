package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * Gather and scatter by a message between the root and each other rank, up to {@link
 * Exchange#MOST_LANES} at once.
 */
final class Star extends ChannelSchedule {

  private final GroupShape shape;
  private final int root;
  private final int width;
  private final boolean gathers;

  Star(Operation operation, GroupShape shape, int root, int channels) {
    super(operation, Algorithm.DIRECT, shape.ranks(), channels, 1);
    this.shape = shape;
    this.root = root;
    width = Math.min(Exchange.MOST_LANES, shape.ranks() - 1);
    gathers = operation == Operation.GATHER;
  }

  @Override
  public int root() {
    return root;
  }

  @Override
  int lanesOfChannel(int participant) {
    return participant == root ? width : 1;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return participant == root ? (ranks() - 1 - lane + width - 1) / width : 1;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int other = rank == root ? (root + 1 + lane + step * width) % ranks() : rank;
    int peer = rank == root ? other : root;
    int peerLane =
        rank == root
            ? lane(other, channel, 0)
            : lane(root, channel, Math.floorMod(rank - root - 1, ranks()) % width);
    blocksOf(into, channel, other, 1);
    if (gathers == (rank == root)) {
      into.receive(peer, peerLane).store();
    } else {
      into.send(peer, peerLane);
    }
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return 0;
  }

  @Override
  public List<Phase> phases() {
    return List.of(new Phase(Phase.Kind.EXCHANGE, 1, shape.nodes() > 1 ? 1 : 0));
  }
}
