package weft.sim.packet;

import java.util.Arrays;
import java.util.function.IntPredicate;
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
  private long[] keys = new long[0];

  /** Links of the paths of the transfers of a flow, by which they are accounted for. */
  private int[] plannedHops = new int[0];

  /** Whether a packet may cross another number of links than that. */
  private boolean hasDetours;

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
   * @param planned links by which its transfers are accounted for
   * @param key tells it from others, whatever was opened before it
   * @throws LimitException if there are too many
   */
  int open(int[] data, int hops, int[] acks, int ackHops, int trafficClass, int planned, long key) {
    int flow = count++;
    if (count > PacketStore.MAX_FLOWS) {
      throw new LimitException(PacketStore.MAX_FLOWS, "flows");
    }
    if (flow == bases.length) {
      grow(Math.max(64, 2 * flow));
    }
    classes[flow] = (byte) trafficClass;
    keys[flow] = key;
    plannedHops[flow] = planned;
    lay(flow, data, hops, acks, ackHops);
    return flow;
  }

  /**
   * Gives a flow other paths. Packets that are under way keep theirs: the table only grows, so a
   * position before the first of the flow's is on a path that it had before.
   */
  void lay(int flow, int[] data, int hops, int[] acks, int ackHops) {
    bases[flow] = table.add(data, hops);
    rows[flow] = data.length / hops;
    strides[flow] = hops + 1;
    ackBases[flow] = table.add(acks, ackHops);
    ackRows[flow] = acks.length / ackHops;
    ackStrides[flow] = ackHops + 1;
    hasDetours |= hops != plannedHops[flow];
  }

  /** Whether one of its paths, there or back, meets a link. */
  boolean meets(int flow, IntPredicate link) {
    return meets(bases[flow], rows[flow] * strides[flow], link)
        || meets(ackBases[flow], ackRows[flow] * ackStrides[flow], link);
  }

  private boolean meets(int first, int entries, IntPredicate link) {
    for (int at = first; at < first + entries; at++) {
      if (table.link(at) != PathTable.END && link.test(table.link(at))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a position is on one of the paths that the flow has now. */
  boolean isCurrent(int flow, int position) {
    return position >= bases[flow];
  }

  /** How many links more than planned a packet has crossed that has arrived. */
  int detour(int flow, int position) {
    return hasDetours ? hopsTo(flow, position) - plannedHops[flow] : 0;
  }

  /** Links by which the transfers of a flow are accounted for. */
  int plannedHops(int flow) {
    return plannedHops[flow];
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

  /** Which path a position is on; 0 if it is on one that the flow had before. */
  int row(int flow, int position) {
    int offset = position - bases[flow];
    return offset < 0 ? 0 : offset / strides[flow];
  }

  /** Links of a path that lie up to a position, with the one at it. */
  int hopsTo(int flow, int position) {
    int offset = position - bases[flow];
    return offset < 0 ? position - table.start(position) + 1 : offset % strides[flow] + 1;
  }

  /** Which path of the acknowledgements a position is on; 0 if on one of before. */
  int ackRow(int flow, int position) {
    int offset = position - ackBases[flow];
    return offset < 0 ? 0 : offset / ackStrides[flow];
  }

  /** From a place on a path to the same place on the next one. */
  int stride(int flow) {
    return strides[flow];
  }

  /** Links of each path. */
  int hops(int flow) {
    return strides[flow] - 1;
  }

  /** What all chance of a flow hangs on: its ends and its number between them. */
  long key(int flow) {
    return keys[flow];
  }

  int trafficClass(int flow) {
    return classes[flow];
  }

  /** Bytes of a full packet on the wire. */
  int fullBytes() {
    return wire.fullBytes();
  }

  /** Adds the payload of so many full packets to the links of a flow's paths, evenly. */
  void spread(int flow, int packets, long[] bytes) {
    for (int row = 0; row < rows[flow]; row++) {
      long share = (packets + (long) row) / rows[flow];
      for (int hop = 0; hop < hops(flow); hop++) {
        bytes[table.link(position(flow, row) + hop)] += share * wire.payloadBytes();
      }
    }
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
    keys = Arrays.copyOf(keys, size);
    plannedHops = Arrays.copyOf(plannedHops, size);
  }
}
