package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.Connections;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/** Within the nodes each with each; between them a ring on each rail, as {@link Ring}. */
final class Hierarchical extends Heads {

  private final boolean reduces;
  private final boolean gathers;
  private final int nodes;

  Hierarchical(Operation operation, GroupShape shape, int channels) {
    super(operation, Algorithm.HIERARCHICAL, shape, channels, shape.nodes());
    reduces = operation.reduces();
    gathers = operation != Operation.REDUCE_SCATTER;
    nodes = shape.nodes();
  }

  private int messages() {
    return (reduces && gathers ? 2 : 1) * (nodes - 1);
  }

  @Override
  int lanesBetween(int participant) {
    return 1;
  }

  @Override
  int stepsBetween(int rank, int channel, int lane) {
    return messages() + 1;
  }

  @Override
  void stepBetween(int rank, int channel, int lane, int step, Step into) {
    int node = shape().node(rank);
    int head = number(rank);
    boolean isReducing = reduces && step < nodes;
    group(into, channel, head, Math.floorMod(node - step - (reduces ? 1 : 0), nodes));
    if (step > 0) {
      int previous = head((node + nodes - 1) % nodes, head);
      into.receive(previous, lane(previous, channel, firstBetween(previous)));
      if (isReducing) {
        into.reduce();
      }
      if (!isReducing || step == nodes - 1) {
        into.store();
      }
    } else {
      afterCollecting(rank, channel, into);
    }
    if (step < messages()) {
      int next = head((node + 1) % nodes, head);
      into.send(next, lane(next, channel, firstBetween(next)));
    }
  }

  @Override
  void afterBetween(int rank, int channel, Step into) {
    into.after(lane(rank, channel, firstBetween(rank)), messages());
  }

  /** All steps between nodes send to the same one, so that none needs to be looked at. */
  @Override
  void connectionsOfLane(int rank, int channel, int lane, Step cursor, Connections visitor) {
    if (lane < firstBetween(rank)) {
      super.connectionsOfLane(rank, channel, lane, cursor, visitor);
    } else if (isHead(rank) && nodes > 1) {
      int head = number(rank);
      int next = (shape().node(rank) + 1) % nodes;
      long section = sectionSize(head);
      long blocks =
          (reduces ? section - groupSize(head, shape().node(rank)) : 0)
              + (gathers ? section - groupSize(head, next) : 0);
      int to = head(next, head);
      visitor.connection(
          1,
          channel,
          rank,
          lane(rank, channel, lane),
          to,
          lane(to, channel, firstBetween(to)),
          messages(),
          blocks);
    }
  }

  @Override
  public List<Phase> phases() {
    return List.of(
        new Phase(Phase.Kind.EXCHANGE, collectingHops(), 0),
        new Phase(Phase.Kind.RING, messages(), messages()),
        new Phase(Phase.Kind.EXCHANGE, spreadingHops(), 0));
  }
}
