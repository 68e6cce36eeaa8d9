package weft.sim.collective.algorithm;

import java.util.List;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * All-reduce over two binary trees of nodes, as NCCL's Tree does it: half of the channels on each.
 *
 * <p>In a node, the ranks form a chain from the channel's home on, which reaches a NIC by itself.
 * The home sends to the parent node and receives from both child nodes: all that a channel sends
 * between nodes stays on the home's rail, as NCCL prefers it (NCCL_CROSS_NIC=2; with its pattern
 * BALANCED_TREE, 2.26, src/graph/connect.cc, the rank after the home receives from the upper child,
 * over the same NIC).
 *
 * <p>Lanes: 0 adds up what children send and sends it to the parent; 1 receives the sum from the
 * parent and sends it to the next in the chain; 2 and 3 send it to the child nodes.
 */
final class Tree extends ChannelSchedule {

  private static final int NONE = Step.NONE;
  private static final int UP = 0;
  private static final int DOWN = 1;
  private static final int CHILDREN = 3;

  private final GroupShape shape;
  private final Homes homes;
  private final BinaryTrees trees;

  Tree(Operation operation, GroupShape shape, int channels) {
    super(operation, Algorithm.TREE, shape.ranks(), channels, 1);
    this.shape = shape;
    homes = Homes.atGates(shape);
    trees = new BinaryTrees(shape.nodes());
  }

  private static int tree(int channel) {
    return channel % 2;
  }

  private static int home(int channel) {
    return channel / 2;
  }

  /** Child 0 is the next in the chain, 1 and 2 are in the child nodes. */
  private int child(int rank, int channel, int which) {
    int node = shape.node(rank);
    int steps = homes.steps(rank, home(channel));
    if (which == 0) {
      return steps + 1 < shape.size(node) ? homes.rank(node, home(channel), steps + 1) : NONE;
    }
    if (steps > 0) {
      return NONE;
    }
    int child = trees.child(tree(channel), node, which - 1);
    return child == BinaryTrees.NONE ? NONE : homes.rank(child, home(channel), 0);
  }

  private int parent(int rank, int channel) {
    int node = shape.node(rank);
    int steps = homes.steps(rank, home(channel));
    if (steps > 0) {
      return homes.rank(node, home(channel), steps - 1);
    }
    int parent = trees.parent(tree(channel), node);
    return parent == BinaryTrees.NONE ? NONE : homes.rank(parent, home(channel), 0);
  }

  /** Which child of its parent a rank is. */
  private int asChild(int rank, int channel) {
    return homes.steps(rank, home(channel)) > 0
        ? 0
        : 1 + trees.side(tree(channel), shape.node(rank));
  }

  private int children(int rank, int channel) {
    int count = 0;
    for (int which = 0; which < CHILDREN; which++) {
      count += child(rank, channel, which) == NONE ? 0 : 1;
    }
    return count;
  }

  @Override
  int lanesOfChannel(int participant) {
    return DOWN + CHILDREN;
  }

  @Override
  int stepsOfLane(int rank, int channel, int lane) {
    if (lane == UP) {
      int children = children(rank, channel);
      return children > 0 || parent(rank, channel) == NONE ? children : 1;
    }
    boolean receives = lane == DOWN && parent(rank, channel) != NONE;
    return receives || child(rank, channel, lane - DOWN) != NONE ? 1 : 0;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    blocksOf(into, channel, 0, 1);
    int parent = parent(rank, channel);
    if (lane == UP) {
      up(rank, channel, step, parent, into);
      return;
    }
    if (lane == DOWN && parent != NONE) {
      into.receive(parent, lane(parent, channel, DOWN + asChild(rank, channel))).store();
    } else if (parent != NONE) {
      into.after(lane(rank, channel, DOWN), 0);
    } else {
      into.after(lane(rank, channel, UP), children(rank, channel) - 1);
    }
    int child = child(rank, channel, lane - DOWN);
    if (child != NONE) {
      into.send(child, lane(child, channel, DOWN));
    }
  }

  private void up(int rank, int channel, int step, int parent, Step into) {
    boolean isLast = true;
    int count = 0;
    for (int which = 0; which < CHILDREN; which++) {
      int child = child(rank, channel, which);
      if (child != NONE) {
        if (count == step) {
          into.receive(child, lane(child, channel, UP)).reduce();
        }
        isLast &= count++ <= step;
      }
    }
    if (isLast && parent != NONE) {
      into.send(parent, lane(parent, channel, UP));
    } else {
      into.store();
    }
  }

  @Override
  public List<Phase> phases() {
    int hops = 0;
    int scaleOut = 0;
    for (int channel = 0; channel < Math.min(2, channels()); channel++) {
      hops = Math.max(hops, longest(trees.root(tree(channel)), channel));
      scaleOut = Math.max(scaleOut, trees.depth(tree(channel)));
    }
    Phase phase = new Phase(Phase.Kind.TREE, hops, scaleOut);
    return List.of(phase, phase);
  }

  /** Steps from the farthest rank to the home of a node. */
  private int longest(int node, int channel) {
    int longest = shape.size(node) - 1;
    for (int side = 0; side < 2; side++) {
      int child = trees.child(tree(channel), node, side);
      if (child != BinaryTrees.NONE) {
        longest = Math.max(longest, longest(child, channel) + 1);
      }
    }
    return longest;
  }

  @Override
  int phase(int participant, int channel, int lane, int step) {
    return lane == UP ? 0 : 1;
  }
}
