package weft.sim.collective.algorithm;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Step;

/**
 * Algorithms that first work inside each node, then between nodes, then inside again.
 *
 * <p>Every node has as many heads as the smallest has ranks, each on a rail of its own and
 * responsible for a section of the data. The others of a larger node are each served by one of
 * them. First the heads collect: to reduce, every rank of the node sends each head its section; to
 * gather, those that are no heads send their part to theirs. Then the heads of one rail, one in
 * each node, work on their section. At last they spread what they have: of reduce-scatter to those
 * that they serve, else to all in the node.
 *
 * <p>Lanes: <i>h</i> sends to head <i>h</i>; then one that receives, one that receives what is
 * spread, one for each rank of the node that spreads to it; those between nodes come after.
 */
abstract class Heads extends ChannelSchedule {

  private final GroupShape shape;
  private final Homes homes;
  private final int heads;

  /** Of each rank its number in its node, heads first; and the rank of a number. */
  private final int[] numbers;

  private final int[][] byNumber;

  /** Pieces of a section are together, in them those of a node; null if they are not of ranks. */
  private final int @Nullable [] order;

  private final int[] groups;

  Heads(
      Operation operation, Algorithm algorithm, GroupShape shape, int channels, int chunksOfNode) {
    super(
        operation,
        algorithm,
        shape.ranks(),
        channels,
        operation.isPartitioned() ? 1 : shape.smallestNode() * chunksOfNode);
    this.shape = shape;
    homes = Homes.of(shape);
    heads = homes.count();
    numbers = new int[shape.ranks()];
    byNumber = new int[shape.nodes()][];
    for (int node = 0; node < shape.nodes(); node++) {
      numberRanks(node);
    }
    groups = new int[heads * shape.nodes() + 1];
    if (operation.isPartitioned()) {
      order = new int[shape.ranks()];
      group(order);
    } else {
      order = null;
      for (int group = 0; group < groups.length; group++) {
        groups[group] = chunksOfNode == 1 ? group / shape.nodes() : group;
      }
    }
  }

  private void numberRanks(int node) {
    byNumber[node] = new int[shape.size(node)];
    boolean[] isHead = new boolean[shape.size(node)];
    for (int head = 0; head < heads; head++) {
      byNumber[node][head] = shape.rank(node, homes.place(node, head));
      isHead[homes.place(node, head)] = true;
    }
    int number = heads;
    for (int place = 0; place < isHead.length; place++) {
      if (!isHead[place]) {
        byNumber[node][number++] = shape.rank(node, place);
      }
    }
    for (int at = 0; at < isHead.length; at++) {
      numbers[byNumber[node][at]] = at;
    }
  }

  private void group(int[] order) {
    int count = 0;
    for (int head = 0; head < heads; head++) {
      for (int node = 0; node < shape.nodes(); node++) {
        groups[head * shape.nodes() + node] = count;
        for (int number = head; number < shape.size(node); number += heads) {
          order[count++] = byNumber[node][number];
        }
      }
    }
    groups[heads * shape.nodes()] = count;
  }

  /** The last step between nodes, after which a head can spread. */
  abstract void afterBetween(int rank, int channel, Step into);

  /** Steps of a lane between nodes, counted from 0. */
  abstract int stepsBetween(int rank, int channel, int lane);

  /** What a lane between nodes does. */
  abstract void stepBetween(int rank, int channel, int lane, int step, Step into);

  /** Lanes between nodes. */
  abstract int lanesBetween(int participant);

  final GroupShape shape() {
    return shape;
  }

  final int heads() {
    return heads;
  }

  /** Whether a rank is a head; then its {@link #number} says which. */
  final boolean isHead(int rank) {
    return numbers[rank] < heads;
  }

  final int number(int rank) {
    return numbers[rank];
  }

  final int head(int node, int head) {
    return byNumber[node][head];
  }

  private int size(int rank) {
    return shape.size(shape.node(rank));
  }

  /** The first lane between nodes. */
  final int firstBetween(int rank) {
    return heads + 2 + size(rank);
  }

  private boolean reduces() {
    return operation().reduces();
  }

  private boolean gathers() {
    return operation() != Operation.REDUCE_SCATTER;
  }

  /** The blocks of a section that belong to a node; all of them, if a section is not cut. */
  final Step group(Step into, int channel, int head, int node) {
    int first = groups[head * shape.nodes() + node];
    return sections(into, channel, first, groups[head * shape.nodes() + node + 1]);
  }

  /** How many blocks of a section belong to a node. */
  final int groupSize(int head, int node) {
    int group = head * shape.nodes() + node;
    return groups[group + 1] - groups[group];
  }

  /** All blocks of a section. */
  final Step section(Step into, int channel, int head) {
    return sections(
        into, channel, groups[head * shape.nodes()], groups[(head + 1) * shape.nodes()]);
  }

  final int sectionSize(int head) {
    return groups[(head + 1) * shape.nodes()] - groups[head * shape.nodes()];
  }

  private Step sections(Step into, int channel, int from, int to) {
    blocksOf(into, channel, from, to - from);
    return order == null ? into : into.ordered(order);
  }

  @Override
  int lanesOfChannel(int rank) {
    return firstBetween(rank) + lanesBetween(rank);
  }

  @Override
  int stepsOfLane(int rank, int channel, int lane) {
    int number = numbers[rank];
    int size = size(rank);
    boolean isHead = number < heads;
    if (lane < heads) {
      return reduces() ? (lane == number ? 0 : 1) : (!isHead && lane == number % heads ? 1 : 0);
    }
    if (lane == heads) {
      return collected(rank);
    }
    if (lane == heads + 1) {
      return gathers() ? heads - (isHead ? 1 : 0) : (isHead ? 0 : 1);
    }
    int to = lane - heads - 2;
    if (to < size) {
      boolean spreads = gathers() ? to != number : to >= heads && to % heads == number;
      return isHead && spreads ? 1 : 0;
    }
    return isHead && shape.nodes() > 1 ? stepsBetween(rank, channel, to - size) : 0;
  }

  /** How many messages a head collects. */
  private int collected(int rank) {
    if (numbers[rank] >= heads) {
      return 0;
    }
    return reduces() ? size(rank) - 1 : (size(rank) - 1 - numbers[rank]) / heads;
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int[] node = byNumber[shape.node(rank)];
    int number = numbers[rank];
    if (lane < heads) {
      if (reduces()) {
        section(into, channel, lane);
      } else {
        blocksOf(into, channel, rank, 1);
      }
      into.send(node[lane], lane(node[lane], channel, heads));
    } else if (lane == heads) {
      collect(rank, channel, step, into);
    } else if (lane == heads + 1) {
      int head = gathers() ? (number < heads && step >= number ? step + 1 : step) : number % heads;
      if (gathers()) {
        section(into, channel, head);
      } else {
        blocksOf(into, channel, rank, 1);
      }
      into.receive(node[head], lane(node[head], channel, heads + 2 + number)).store();
    } else if (lane < firstBetween(rank)) {
      int to = node[lane - heads - 2];
      if (gathers()) {
        section(into, channel, number);
      } else {
        blocksOf(into, channel, to, 1);
      }
      into.send(to, lane(to, channel, heads + 1));
      if (shape.nodes() > 1) {
        afterBetween(rank, channel, into);
      } else {
        afterCollecting(rank, channel, into);
      }
    } else {
      stepBetween(rank, channel, lane - firstBetween(rank), step, into);
    }
  }

  private void collect(int rank, int channel, int step, Step into) {
    int number = numbers[rank];
    int[] node = byNumber[shape.node(rank)];
    int from = node[reduces() ? (number + 1 + step) % node.length : number + (step + 1) * heads];
    if (reduces()) {
      section(into, channel, number).reduce();
    } else {
      blocksOf(into, channel, from, 1);
    }
    into.receive(from, lane(from, channel, number)).store();
  }

  /** Waits for the last message that a head collects. */
  final void afterCollecting(int rank, int channel, Step into) {
    if (collected(rank) > 0) {
      into.after(lane(rank, channel, heads), collected(rank) - 1);
    }
  }

  @Override
  int phase(int rank, int channel, int lane, int step) {
    return lane <= heads ? 0 : lane < firstBetween(rank) ? 2 : 1;
  }

  /** Messages that follow each other while heads collect: 0 or 1. */
  final int collectingHops() {
    boolean hasOthers = shape.ranks() > shape.nodes() * (reduces() ? 1 : heads);
    return hasOthers ? 1 : 0;
  }

  /** Messages that follow each other while heads spread: 0 or 1. */
  final int spreadingHops() {
    boolean hasOthers = shape.ranks() > shape.nodes() * (gathers() ? 1 : heads);
    return hasOthers ? 1 : 0;
  }
}
