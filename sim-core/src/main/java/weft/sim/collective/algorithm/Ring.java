package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.Connections;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.RingLayout;
import weft.sim.collective.Step;

/**
 * All-reduce, all-gather and reduce-scatter in rings as NCCL does them, one step for what is
 * received and sent on.
 *
 * <p>Position <i>p</i> of a channel's ring of <i>n</i> receives from p − 1 and sends to p + 1.
 *
 * <ul>
 *   <li>Reduce-scatter: it sends chunk p − 1, adds its own to the chunks p − 2, …, p + 1 that
 *       arrive and sends them on, and keeps chunk p.
 *   <li>All-gather: it sends chunk p, keeps p − 1, …, p + 2 and sends them on, and keeps p + 1.
 *   <li>All-reduce: the one, then the other; chunk p, now complete, is sent in the step that
 *       completes it.
 * </ul>
 *
 * (Patarasuk and Yuan: Bandwidth optimal all-reduce algorithms for clusters of workstations, JPDC
 * 2009; the fused steps: NCCL 2.26, src/device/all_reduce.h.)
 */
final class Ring extends ChannelSchedule {

  private final GroupShape shape;
  private final Circles circles;
  private final boolean reduces;
  private final boolean gathers;

  Ring(Operation operation, GroupShape shape, RingLayout layout) {
    super(
        operation,
        Algorithm.RING,
        shape.ranks(),
        layout.channels(),
        operation.isPartitioned() ? 1 : shape.ranks());
    this.shape = shape;
    circles = new Circles(layout, shape.ranks());
    reduces = operation.reduces();
    gathers = operation != Operation.REDUCE_SCATTER;
  }

  @Override
  int lanesOfChannel(int participant) {
    return 1;
  }

  /** Messages on each connection. */
  private int messages() {
    return (reduces && gathers ? 2 : 1) * (ranks() - 1);
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    return ranks() == 1 ? 0 : messages() + 1;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int position = circles.position(channel, rank);
    boolean isReducing = reduces && step < ranks();
    int chunk = position - step - (reduces ? 1 : 0);
    into.contiguous(Math.floorMod(chunk, ranks()), 1).scaled(channels()).offset(channel);
    if (operation().isPartitioned()) {
      into.ordered(circles.order(channel));
    }
    if (step > 0) {
      into.receive(circles.rank(channel, position - 1), channel);
      if (isReducing) {
        into.reduce();
      }
      if (!isReducing || step == ranks() - 1) {
        into.store();
      }
    }
    if (step < messages()) {
      into.send(circles.rank(channel, position + 1), channel);
    }
  }

  @Override
  public List<Phase> phases() {
    int hops = ranks() == 1 ? 0 : messages();
    return List.of(new Phase(Phase.Kind.RING, hops, circles.scaleOutHops(shape, hops)));
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return 0;
  }

  /** All steps send to the same one, so that none needs to be looked at. */
  @Override
  void connectionsOfLane(int rank, int channel, int lane, Step cursor, Connections visitor) {
    if (ranks() > 1) {
      int next = circles.rank(channel, circles.position(channel, rank) + 1);
      visitor.connection(0, channel, rank, channel, next, channel, messages(), messages());
    }
  }
}
