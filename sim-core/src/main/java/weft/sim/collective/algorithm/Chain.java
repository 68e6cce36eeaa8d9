package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.RingLayout;
import weft.sim.collective.Step;

/**
 * Broadcast and reduce in chains, as NCCL's Ring does them: the rings, cut open before or after the
 * root.
 */
final class Chain extends ChannelSchedule {

  private final GroupShape shape;
  private final int root;
  private final Circles circles;
  private final boolean reduces;

  Chain(Operation operation, GroupShape shape, int root, RingLayout layout) {
    super(operation, Algorithm.RING, shape.ranks(), layout.channels(), 1);
    this.shape = shape;
    this.root = root;
    circles = new Circles(layout, shape.ranks());
    reduces = operation == Operation.REDUCE;
  }

  @Override
  public int root() {
    return root;
  }

  /** The position at which a channel's chain begins. */
  private int start(int channel) {
    int position = circles.position(channel, root);
    return reduces ? (position + 1) % ranks() : position;
  }

  @Override
  int lanesOfChannel(int participant) {
    return 1;
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return 1;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int position = circles.position(channel, rank);
    int place = Math.floorMod(position - start(channel), ranks());
    boolean isLast = place == ranks() - 1;
    blocksOf(into, channel, 0, 1);
    if (place > 0) {
      into.receive(circles.rank(channel, position - 1), channel);
      if (reduces) {
        into.reduce();
      }
      if (!reduces || isLast) {
        into.store();
      }
    }
    if (!isLast) {
      into.send(circles.rank(channel, position + 1), channel);
    }
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return 0;
  }

  @Override
  public List<Phase> phases() {
    int hops = ranks() - 1;
    int scaleOut = 0;
    for (int channel = 0; channel < channels(); channel++) {
      scaleOut = Math.max(scaleOut, circles.scaleOutHops(shape, channel, start(channel), hops));
    }
    return List.of(new Phase(Phase.Kind.TREE, hops, scaleOut));
  }
}
