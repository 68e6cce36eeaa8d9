package weft.sim.collective.algorithm;

import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Relay;
import weft.sim.collective.Step;

/**
 * Over NVSwitches that reduce and multicast (NVLink SHARP; NCCL's NVLS and NVLSTree).
 *
 * <p>Every node has as many heads as the smallest has ranks. Each head asks the switch for the sum
 * of its block ({@code multimem.ld_reduce}): all GPUs of the node, itself included, send theirs.
 * What it has then it writes to all GPUs ({@code multimem.st}), itself included. So in one node of
 * <i>n</i>, each link carries 1 + 1/n of the data in each direction. Between nodes, the heads of
 * one rail reduce and broadcast their block over {@linkplain BinaryTrees two trees}, every other
 * channel on the second.
 *
 * <p>Lanes of a rank: 0 sends what heads ask for; 1 adds up what the switch and the child nodes
 * send, and sends it to the parent; 2 receives from the parent and sends to the switch; 3 and 4
 * send to the child nodes; 5 receives from the switch what is written to all. Lanes of a switch:
 * <i>h</i> adds up for head h; heads + <i>h</i> receives from it; 2 heads + <i>p</i> sends to the
 * GPU at place p.
 */
final class Nvls extends ChannelSchedule {

  private static final int LANES = 6;
  private static final int RAW = 0;
  private static final int UP = 1;
  private static final int DOWN = 2;
  private static final int CHILD = 3;
  private static final int ALL = 5;

  private final GroupShape shape;
  private final Homes homes;
  private final BinaryTrees trees;
  private final int[] heads;
  private final List<Relay> relays = new ArrayList<>();
  private final boolean reduces;
  private final boolean multicasts;

  Nvls(Operation operation, Algorithm algorithm, GroupShape shape, int channels) {
    super(
        operation,
        algorithm,
        shape.ranks(),
        channels,
        operation.isPartitioned() ? 1 : shape.smallestNode());
    this.shape = shape;
    homes = Homes.of(shape);
    trees = new BinaryTrees(shape.nodes());
    heads = new int[shape.ranks()];
    for (int rank = 0; rank < heads.length; rank++) {
      heads[rank] = homes.homeOf(rank);
    }
    for (int node = 0; node < shape.nodes(); node++) {
      relays.add(new Relay(Relay.Kind.NVSWITCH, shape.domain(node)));
    }
    reduces = operation.reduces();
    multicasts = operation != Operation.REDUCE_SCATTER;
  }

  @Override
  public List<Relay> relays() {
    return relays;
  }

  private int heads() {
    return homes.count();
  }

  private int relay(int rank) {
    return ranks() + shape.node(rank);
  }

  private static int tree(int channel) {
    return channel % 2;
  }

  private int parent(int rank, int channel) {
    int parent = trees.parent(tree(channel), shape.node(rank));
    return parent == BinaryTrees.NONE ? Step.NONE : homes.rank(parent, heads[rank], 0);
  }

  private int child(int rank, int channel, int which) {
    int child = trees.child(tree(channel), shape.node(rank), which);
    return child == BinaryTrees.NONE ? Step.NONE : homes.rank(child, heads[rank], 0);
  }

  /** The block of a head, of partitioned data that of the rank. */
  private Step block(Step into, int channel, int node, int head) {
    return blocksOf(
        into, channel, operation().isPartitioned() ? homes.rank(node, head, 0) : head, 1);
  }

  @Override
  int lanesOfChannel(int participant) {
    return participant < ranks() ? LANES : 2 * heads() + shape.size(participant - ranks());
  }

  @Override
  int stepsOfLane(int participant, int channel, int lane) {
    if (participant >= ranks()) {
      if (lane < heads()) {
        return reduces ? shape.size(participant - ranks()) : 0;
      }
      return multicasts ? (lane < 2 * heads() ? 1 : heads()) : 0;
    }
    boolean isHead = heads[participant] >= 0;
    return switch (lane) {
      case RAW -> reduces ? heads() : 0;
      case UP -> reduces && isHead ? 1 + children(participant, channel) : 0;
      case DOWN -> multicasts && isHead ? 1 : 0;
      case ALL -> multicasts ? heads() : 0;
      default -> isHead && child(participant, channel, lane - CHILD) != Step.NONE ? 1 : 0;
    };
  }

  private int children(int rank, int channel) {
    return (child(rank, channel, 0) == Step.NONE ? 0 : 1)
        + (child(rank, channel, 1) == Step.NONE ? 0 : 1);
  }

  @Override
  void stepOfLane(int participant, int channel, int lane, int step, Step into) {
    if (participant >= ranks()) {
      stepOfSwitch(participant, channel, lane, step, into);
      return;
    }
    int relay = relay(participant);
    int node = shape.node(participant);
    int head = lane == RAW || lane == ALL ? step : heads[participant];
    block(into, channel, node, head);
    switch (lane) {
      case RAW -> into.send(relay, lane(relay, channel, head));
      case UP -> up(participant, channel, step, into);
      case DOWN -> down(participant, channel, into);
      case ALL ->
          into.receive(relay, lane(relay, channel, 2 * heads() + shape.place(participant))).store();
      default -> {
        int child = child(participant, channel, lane - CHILD);
        into.send(child, lane(child, channel, DOWN));
        if (parent(participant, channel) == Step.NONE) {
          afterSum(participant, channel, into);
        } else {
          into.after(lane(participant, channel, DOWN), 0);
        }
      }
    }
  }

  private void afterSum(int rank, int channel, Step into) {
    into.after(lane(rank, channel, UP), children(rank, channel));
  }

  private void up(int rank, int channel, int step, Step into) {
    if (step == 0) {
      int relay = relay(rank);
      into.receive(relay, lane(relay, channel, heads[rank]));
    } else {
      int lower = child(rank, channel, 0);
      int child = step == 1 && lower != Step.NONE ? lower : child(rank, channel, 1);
      into.receive(child, lane(child, channel, UP)).reduce();
    }
    int parent = parent(rank, channel);
    if (step == children(rank, channel) && parent != Step.NONE) {
      into.send(parent, lane(parent, channel, UP));
    } else {
      into.store();
    }
  }

  private void down(int rank, int channel, Step into) {
    int relay = relay(rank);
    int parent = parent(rank, channel);
    into.send(relay, lane(relay, channel, heads() + heads[rank]));
    if (parent != Step.NONE) {
      int side = trees.side(tree(channel), shape.node(rank));
      into.receive(parent, lane(parent, channel, CHILD + side)).store();
    } else if (reduces) {
      afterSum(rank, channel, into);
    }
  }

  private void stepOfSwitch(int relay, int channel, int lane, int step, Step into) {
    int node = relay - ranks();
    if (lane < heads()) {
      int from = shape.rank(node, step);
      block(into, channel, node, lane).receive(from, lane(from, channel, RAW));
      if (step > 0) {
        into.reduce();
      }
      if (step == shape.size(node) - 1) {
        int head = homes.rank(node, lane, 0);
        into.send(head, lane(head, channel, UP));
      } else {
        into.store();
      }
    } else if (lane < 2 * heads()) {
      int head = lane - heads();
      int from = homes.rank(node, head, 0);
      block(into, channel, node, head).receive(from, lane(from, channel, DOWN)).store();
    } else {
      int to = shape.rank(node, lane - 2 * heads());
      block(into, channel, node, step).send(to, lane(to, channel, ALL));
      into.after(lane(relay, channel, heads() + step), 0);
    }
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    if (participant >= ranks()) {
      return lane < heads() ? 0 : 3;
    }
    return switch (lane) {
      case RAW -> 0;
      case UP -> 1;
      case DOWN -> 3;
      default -> 2;
    };
  }

  @Override
  public List<Phase> phases() {
    int depth = 0;
    for (int channel = 0; channel < Math.min(2, channels()); channel++) {
      depth = Math.max(depth, trees.depth(tree(channel)));
    }
    return List.of(
        new Phase(Phase.Kind.TREE, reduces ? 2 : 0, 0),
        new Phase(Phase.Kind.TREE, depth, depth),
        new Phase(Phase.Kind.TREE, depth, depth),
        new Phase(Phase.Kind.TREE, multicasts ? 2 : 0, 0));
  }
}
