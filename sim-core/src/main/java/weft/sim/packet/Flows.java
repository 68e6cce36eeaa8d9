package weft.sim.packet;

import java.util.Arrays;
import java.util.function.IntPredicate;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.Port;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.packet.transport.FlowPath;
import weft.sim.unit.Durations;
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
  private Ways[] ways = new Ways[0];

  /** Whether a packet may cross another number of links than that. */
  private boolean hasDetours;

  /** Where a flow goes. */
  private static final class Ways {
    final int trafficClass;
    final long key;

    /** Links of the paths of its transfers, by which they are accounted for. */
    final int plannedHops;

    /** Of its paths, links inside switches: one where it begins, one where it ends, or none. */
    int firstInside;

    int lastInside;

    int base;
    int rows;
    int stride;
    int ackBase;
    int ackRows;
    int ackStride;
    Port port;
    Port ackPort;

    Ways(int trafficClass, long key, int plannedHops, Port port, Port ackPort) {
      this.trafficClass = trafficClass;
      this.key = key;
      this.plannedHops = plannedHops;
      this.port = port;
      this.ackPort = ackPort;
    }
  }

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
    if (flow == ways.length) {
      ways = Arrays.copyOf(ways, Math.max(64, 2 * flow));
    }
    ways[flow] = new Ways(trafficClass, key, planned, links.port(data[0]), links.port(acks[0]));
    lay(flow, data, hops, acks, ackHops);
    return flow;
  }

  /**
   * Gives a flow other paths. Packets that are under way keep theirs: the table only grows, so a
   * position before the first of the flow's is on a path that it had before.
   */
  void lay(int flow, int[] data, int hops, int[] acks, int ackHops) {
    Ways way = ways[flow];
    way.base = table.add(data, hops);
    way.rows = data.length / hops;
    way.stride = hops + 1;
    way.port = links.port(data[0]);
    way.firstInside = links.isInside(data[0]) ? 1 : 0;
    way.lastInside = links.isInside(data[hops - 1]) ? 1 : 0;
    way.ackBase = table.add(acks, ackHops);
    way.ackRows = acks.length / ackHops;
    way.ackStride = ackHops + 1;
    way.ackPort = links.port(acks[0]);
    hasDetours |= outerHops(flow) != way.plannedHops;
  }

  /** Whether one of its paths, there or back, meets a link. */
  boolean meets(int flow, IntPredicate link) {
    return meets(ways[flow].base, ways[flow].rows * ways[flow].stride, link)
        || meets(ways[flow].ackBase, ways[flow].ackRows * ways[flow].ackStride, link);
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
    return position >= ways[flow].base;
  }

  /** How many links more than planned a packet has crossed that has arrived. */
  int detour(int flow, int position) {
    return hasDetours ? crossed(flow, position) - ways[flow].plannedHops : 0;
  }

  /** Links by which the transfers of a flow are accounted for. */
  int plannedHops(int flow) {
    return ways[flow].plannedHops;
  }

  int count() {
    return count;
  }

  /** The port that its packets leave by. */
  Port port(int flow) {
    return ways[flow].port;
  }

  /** The port that its acknowledgements leave by. */
  Port ackPort(int flow) {
    return ways[flow].ackPort;
  }

  /** Number of its paths. */
  int rows(int flow) {
    return ways[flow].rows;
  }

  /** Number of paths of its acknowledgements. */
  int ackRows(int flow) {
    return ways[flow].ackRows;
  }

  /** Position of the first link of a path. */
  int position(int flow, int row) {
    return ways[flow].base + row * ways[flow].stride;
  }

  /** Position of the first link of a path of its acknowledgements. */
  int ackPosition(int flow, int row) {
    return ways[flow].ackBase + row * ways[flow].ackStride;
  }

  /** Which path a position is on; 0 if it is on one that the flow had before. */
  int row(int flow, int position) {
    int offset = position - ways[flow].base;
    return offset < 0 ? 0 : offset / ways[flow].stride;
  }

  /** Links of a path that lie up to a position, with the one at it. */
  int hopsTo(int flow, int position) {
    int offset = position - ways[flow].base;
    return offset < 0 ? position - table.start(position) + 1 : offset % ways[flow].stride + 1;
  }

  /** The same without those inside switches, which are not accounted for. */
  int crossed(int flow, int position) {
    return crossedBefore(flow, position) + (links.isInside(table.link(position)) ? 0 : 1);
  }

  /** The same without the one at the position. */
  int crossedBefore(int flow, int position) {
    int before = hopsTo(flow, position) - 1;
    return before - Math.min(before, ways[flow].firstInside);
  }

  /** Which path of the acknowledgements a position is on; 0 if on one of before. */
  int ackRow(int flow, int position) {
    int offset = position - ways[flow].ackBase;
    return offset < 0 ? 0 : offset / ways[flow].ackStride;
  }

  /** From a place on a path to the same place on the next one. */
  int stride(int flow) {
    return ways[flow].stride;
  }

  /** Links of each path. */
  int hops(int flow) {
    return ways[flow].stride - 1;
  }

  /** Links of each path but those inside switches. */
  int outerHops(int flow) {
    return hops(flow) - ways[flow].firstInside - ways[flow].lastInside;
  }

  /** What all chance of a flow hangs on: its ends and its number between them. */
  long key(int flow) {
    return ways[flow].key;
  }

  int trafficClass(int flow) {
    return ways[flow].trafficClass;
  }

  /** Bytes of a full packet on the wire. */
  int fullBytes() {
    return wire.fullBytes();
  }

  /** Adds the payload of so many full packets to the links of a flow's paths, evenly. */
  void spread(int flow, int packets, long[] bytes) {
    for (int row = 0; row < ways[flow].rows; row++) {
      long share = (packets + (long) row) / ways[flow].rows;
      for (int hop = 0; hop < hops(flow); hop++) {
        bytes[table.link(position(flow, row) + hop)] += share * wire.payloadBytes();
      }
    }
  }

  /** Rate of the narrowest link of its first path, bits per second. */
  long rateBps(int flow) {
    long rate = Long.MAX_VALUE;
    for (int hop = 0; hop < hops(flow); hop++) {
      rate = Math.min(rate, links.rateBps(table.link(ways[flow].base + hop)));
    }
    return rate;
  }

  /** No transfer of so many bytes leaves its sender in less time than this, picoseconds. */
  long leastPs(int flow, long bytes) {
    long onWire = bytes + wire.packets(bytes) * wire.headerBytes();
    return Durations.serializationPs(onWire, rateBps(flow));
  }

  /** A full packet there and its acknowledgement back, nothing else on the way, picoseconds. */
  long baseRttPs(int flow) {
    return travelPs(ways[flow].base, wire.fullBytes())
        + travelPs(ways[flow].ackBase, wire.controlBytes());
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
}
