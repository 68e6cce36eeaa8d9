package weft.sim.collective.algorithm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Operation;
import weft.sim.collective.Phase;
import weft.sim.collective.Step;

/**
 * All-to-all where data changes its rail inside the node (PXN, "PCIe × NVLink"): what a rank has
 * for one in another node goes over NVLink to the GPU of its own node that is at the same place as
 * that one, which sends what all GPUs of the node have for it as one message (NCCL 2.12, "Doubling
 * all2all performance").
 *
 * <p>If nodes are unequal, the GPU between is at the destination's place modulo the size of the
 * sender's node.
 *
 * <p>Lanes of a rank in a node of <i>m</i>: <i>y</i> sends to the one at place y, first what is for
 * that one, then what it is to send on; m + <i>y</i> receives from it; 2m sends to other nodes, a
 * copy of the own part before each message; 2m + 1 receives from them.
 */
final class Pxn extends ChannelSchedule {

  private final GroupShape shape;

  /** All ranks, by node and place; and where each node begins. */
  private final int[] order;

  private final int[] start;

  /**
   * For each size of a node and place in it, the ranks that are sent to from there, in that order.
   */
  private final int[] @Nullable [][] columns;

  /** Where in its own column a rank is. */
  private final int[] inColumn;

  Pxn(GroupShape shape, int channels) {
    super(Operation.ALL_TO_ALL, Algorithm.PXN, shape.ranks(), channels, 1);
    this.shape = shape;
    order = new int[shape.ranks()];
    start = new int[shape.nodes() + 1];
    int largest = 0;
    for (int node = 0; node < shape.nodes(); node++) {
      start[node + 1] = start[node] + shape.size(node);
      largest = Math.max(largest, shape.size(node));
      for (int place = 0; place < shape.size(node); place++) {
        order[start[node] + place] = shape.rank(node, place);
      }
    }
    columns = new int[largest + 1][][];
    inColumn = new int[shape.ranks()];
    for (int node = 0; node < shape.nodes(); node++) {
      int size = shape.size(node);
      int[] @Nullable [] ofSize = columns[size];
      if (ofSize == null) {
        columns[size] = columns(size);
      }
    }
  }

  private int[][] columns(int size) {
    int[] counts = new int[size];
    for (int rank : order) {
      counts[shape.place(rank) % size]++;
    }
    int[][] columns = new int[size][];
    for (int place = 0; place < size; place++) {
      columns[place] = new int[counts[place]];
    }
    Arrays.fill(counts, 0);
    for (int rank : order) {
      int column = shape.place(rank) % size;
      if (size(rank) == size) {
        inColumn[rank] = counts[column];
      }
      columns[column][counts[column]++] = rank;
    }
    return columns;
  }

  private int[] column(int gateway) {
    int[][] ofSize = columns[size(gateway)];
    if (ofSize == null) {
      throw new IllegalStateException("no column for rank " + gateway);
    }
    return ofSize[shape.place(gateway)];
  }

  private int size(int rank) {
    return shape.size(shape.node(rank));
  }

  /** How many ranks of other nodes a rank sends to. */
  private int remote(int gateway) {
    return column(gateway).length - 1;
  }

  /** The k-th of them: first those of the next node. */
  private int remote(int gateway, int k) {
    int[] column = column(gateway);
    return column[(inColumn[gateway] + 1 + k) % column.length];
  }

  @Override
  int lanesOfChannel(int rank) {
    return 2 * size(rank) + 2;
  }

  @Override
  int stepsOfLane(int rank, int channel, int lane) {
    int size = size(rank);
    if (lane == 2 * size) {
      return 2 * remote(rank);
    }
    if (lane > 2 * size) {
      return shape.nodes() - 1;
    }
    int peer = shape.rank(shape.node(rank), lane % size);
    return peer == rank ? 0 : 1 + remote(lane < size ? peer : rank);
  }

  @Override
  void stepOfLane(int rank, int channel, int lane, int step, Step into) {
    int size = size(rank);
    if (lane < size) {
      sendInside(rank, channel, lane, step, into);
    } else if (lane < 2 * size) {
      receiveInside(rank, channel, lane - size, step, into);
    } else if (lane == 2 * size) {
      sendOutside(rank, channel, step, into);
    } else {
      receiveOutside(rank, channel, step, into);
    }
  }

  private void sendInside(int rank, int channel, int place, int step, Step into) {
    int peer = shape.rank(shape.node(rank), place);
    int destination = step == 0 ? peer : remote(peer, step - 1);
    into.contiguous(destination, 1)
        .scaled(channels())
        .offsets(channel, channel, (long) rank * pieces() + channel)
        .send(peer, lane(peer, channel, size(rank) + shape.place(rank)));
  }

  private void receiveInside(int rank, int channel, int place, int step, Step into) {
    int peer = shape.rank(shape.node(rank), place);
    int destination = step == 0 ? rank : remote(rank, step - 1);
    int block = step == 0 ? ranks() + peer : 2 * ranks() + (step - 1) * size(rank) + place;
    blocksOf(into, channel, block, 1)
        .pieces(null, destination, channels(), (long) peer * pieces() + channel)
        .receive(peer, lane(peer, channel, shape.place(rank)))
        .store();
  }

  private void sendOutside(int rank, int channel, int step, Step into) {
    int size = size(rank);
    int k = step / 2;
    int destination = remote(rank, k);
    int first = 2 * ranks() + k * size;
    if (step % 2 == 0) {
      int kept = first + shape.place(rank) - destination;
      into.contiguous(destination, 1)
          .scaled(channels())
          .offsets(channel, kept * channels() + channel, (long) rank * pieces() + channel)
          .store();
      return;
    }
    blocksOf(into, channel, first, size)
        .pieces(order, start[shape.node(rank)], pieces(), (long) destination * channels() + channel)
        .send(destination, lane(destination, channel, 2 * size(destination) + 1));
    for (int place = 0; place < size; place++) {
      if (place != shape.place(rank)) {
        into.after(lane(rank, channel, size + place), 1 + k);
      }
    }
  }

  private void receiveOutside(int rank, int channel, int step, Step into) {
    int node = Math.floorMod(shape.node(rank) - 1 - step, shape.nodes());
    int size = shape.size(node);
    int gateway = shape.rank(node, shape.place(rank) % size);
    into.contiguous(start[node], size)
        .ordered(order)
        .scaled(channels())
        .offset(pieces() + channel)
        .pieces(order, start[node], pieces(), (long) rank * channels() + channel)
        .receive(gateway, lane(gateway, channel, 2 * size))
        .store();
  }

  @Override
  public int blocks(int rank) {
    return 2 * pieces() + channels() * remote(rank) * size(rank);
  }

  @Override
  int phase(int rank, int channel, int lane, int step) {
    return lane < 2 * size(rank) ? 0 : 1;
  }

  @Override
  public List<Phase> phases() {
    boolean hasInside = shape.ranks() > shape.nodes();
    boolean hasOutside = shape.nodes() > 1;
    return List.of(
        new Phase(Phase.Kind.EXCHANGE, hasInside ? 1 : 0, 0),
        new Phase(Phase.Kind.EXCHANGE, hasOutside ? 1 : 0, hasOutside ? 1 : 0));
  }
}
