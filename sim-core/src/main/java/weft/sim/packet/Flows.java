package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.packet.transport.FlowPath;
import weft.sim.unit.LimitException;

/**
 * The flows, each one direction of a queue pair between two endpoints: where its packets and their
 * acknowledgements may go, and in which class. All paths of a flow leave by one port, as do all
 * paths of its acknowledgements.
 */
final class Flows {

  private final Links links;
  private final PathTable table;
  private final Wire wire;

  private int count;
  private int[] bases = new int[0];
  private int[] rows = new int[0];
  private int[] strides = new int[0];
  private int[] ackBases = new int[0];
  private int[] ackRows = new int[0];
  private int[] ackStrides = new int[0];
  private byte[] classes = new byte[0];

  Flows(Links links, PathTable table, Wire wire) {
    this.links = links;
    this.table = table;
    this.wire = wire;
  }

  /**
   * Adds a flow.
   *
   * @param data links of its paths, one path after another
   * @param hops links of each
   * @param acks links of the paths of its acknowledgements
   * @param ackHops links of each
   * @throws LimitException if there are too many
   */
  int open(int[] data, int hops, int[] acks, int ackHops, int trafficClass) {
    int flow = count++;
    if (count > PacketStore.MAX_FLOWS) {
      throw new LimitException(PacketStore.MAX_FLOWS, "flows");
    }
    if (flow == bases.length) {
      grow(Math.max(64, 2 * flow));
    }
    bases[flow] = table.add(data, hops);
    rows[flow] = data.length / hops;
    strides[flow] = hops + 1;
    ackBases[flow] = table.add(acks, ackHops);
    ackRows[flow] = acks.length / ackHops;
    ackStrides[flow] = ackHops + 1;
    classes[flow] = (byte) trafficClass;
    return flow;
  }

  int count() {
    return count;
  }

  /** The port that its packets leave by. */
  int port(int flow) {
    return table.link(bases[flow]);
  }

  /** The port that its acknowledgements leave by. */
  int ackPort(int flow) {
    return table.link(ackBases[flow]);
  }

  /** Number of its paths. */
  int rows(int flow) {
    return rows[flow];
  }

  /** Number of paths of its acknowledgements. */
  int ackRows(int flow) {
    return ackRows[flow];
  }

  /** Position of the first link of a path. */
  int position(int flow, int row) {
    return bases[flow] + row * strides[flow];
  }

  /** Position of the first link of a path of its acknowledgements. */
  int ackPosition(int flow, int row) {
    return ackBases[flow] + row * ackStrides[flow];
  }

  /** Which path a position is on. */
  int row(int flow, int position) {
    return (position - bases[flow]) / strides[flow];
  }

  /** Links of a path that lie up to a position, with the one at it. */
  int hopsTo(int flow, int position) {
    return (position - bases[flow]) % strides[flow] + 1;
  }

  /** Which path of the acknowledgements a position is on. */
  int ackRow(int flow, int position) {
    return (position - ackBases[flow]) / ackStrides[flow];
  }

  /** From a place on a path to the same place on the next one. */
  int stride(int flow) {
    return strides[flow];
  }

  /** Links of each path. */
  int hops(int flow) {
    return strides[flow] - 1;
  }

  int trafficClass(int flow) {
    return classes[flow];
  }

  /** Rate of the narrowest link of its first path, bits per second. */
  long rateBps(int flow) {
    long rate = Long.MAX_VALUE;
    for (int hop = 0; hop < hops(flow); hop++) {
      rate = Math.min(rate, links.rateBps(table.link(bases[flow] + hop)));
    }
    return rate;
  }

  /** A full packet there and its acknowledgement back, nothing else on the way, picoseconds. */
  long baseRttPs(int flow) {
    return travelPs(bases[flow], wire.fullBytes()) + travelPs(ackBases[flow], wire.controlBytes());
  }

  /** What its transport is told of its way. */
  FlowPath path(int flow) {
    return new FlowPath(
        hops(flow), rateBps(flow), baseRttPs(flow), wire.fullBytes(), wire.headerBytes());
  }

  private long travelPs(int position, int bytes) {
    long timePs = 0;
    for (int at = position; table.link(at) != PathTable.END; at++) {
      int link = table.link(at);
      timePs += links.durationPs(link, bytes) + links.latencyPs(link);
    }
    return timePs;
  }

  private void grow(int size) {
    bases = Arrays.copyOf(bases, size);
    rows = Arrays.copyOf(rows, size);
    strides = Arrays.copyOf(strides, size);
    ackBases = Arrays.copyOf(ackBases, size);
    ackRows = Arrays.copyOf(ackRows, size);
    ackStrides = Arrays.copyOf(ackStrides, size);
    classes = Arrays.copyOf(classes, size);
  }
}
