package weft.sim.packet;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.queue.Pfc;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * Watches the packets of a run from outside, by their arrivals: that none is lost from the books,
 * that a link carries one at a time, that the packets of a flow with one path keep their order, and
 * that no switch holds more than its buffer.
 */
final class PacketAudit {

  private final PacketFabric fabric;
  private final Links links;
  private final PacketStore store;
  private final PathTable table;
  private final Flows flows;
  private final PacketBooks books;
  private final IntToLongFunction mostHeldBytes;
  private final long[] limits;
  private final boolean keepsOrder;

  /** When the last packet left the port of a link. */
  private final long[] ends;

  /** Which of its flow's packets a packet was when it was sent, by its id. */
  private long[] numbers = new long[0];

  private long[] sentOfFlow = new long[0];
  private long[] arrivedOfFlow = new long[0];

  /**
   * An audit of a model that has not begun.
   *
   * @param mostHeldBytes most bytes that a node has held at once
   * @param limits what each node may hold at most, bytes
   * @param keepsOrder whether switches leave packets on their paths and in their places
   */
  PacketAudit(
      PacketFabric fabric,
      Links links,
      PacketStore store,
      PathTable table,
      Flows flows,
      PacketBooks books,
      IntToLongFunction mostHeldBytes,
      long[] limits,
      boolean keepsOrder) {
    this.fabric = fabric;
    this.links = links;
    this.store = store;
    this.table = table;
    this.flows = flows;
    this.books = books;
    this.mostHeldBytes = mostHeldBytes;
    this.limits = limits;
    this.keepsOrder = keepsOrder;
    ends = new long[links.count()];
  }

  /**
   * What each node may hold: its buffer; with flow control, whose limits are those of each ingress
   * and class, at least the sum of these, and control packets beside them. What waits in a NIC lies
   * in the memory of its host.
   */
  static long[] limits(PacketFabric fabric, SwitchOptions switches) {
    long[] limits = new long[fabric.nodeCount()];
    Pfc pfc = switches.pfc();
    Arrays.fill(limits, pfc == null ? switches.bufferBytes() : 0);
    if (pfc != null) {
      double each = (double) pfc.xoffBytes() + pfc.headroomBytes();
      for (int link = 0; link < fabric.linkCount(); link++) {
        int node = fabric.target(link);
        limits[node] = (long) (limits[node] + each * switches.weights().length);
      }
      for (int node = 0; node < limits.length; node++) {
        double control = switches.controlFirst() ? switches.bufferBytes() : 0;
        limits[node] = (long) (Math.max(limits[node], switches.bufferBytes()) + control);
      }
      return limits;
    }
    for (int node = 0; node < limits.length; node++) {
      limits[node] = fabric.isNic(node) ? Long.MAX_VALUE : limits[node];
    }
    return limits;
  }

  /** A packet is about to arrive. */
  void onArrival(int link, int packet, long nowPs) {
    long endPs = links.endPs(link, packet, nowPs);
    long startPs = endPs - links.durationPs(link, store.wireBytes(packet));
    if (startPs < ends[link]) {
      throw new AuditException(
          "%s began to send a packet at %d ps, but was busy until %d ps"
              .formatted(fabric.linkName(link), startPs, ends[link]));
    }
    ends[link] = endPs;
    int flow = store.flow(packet);
    int position = store.position(packet);
    if (keepsOrder
        && store.kind(packet) == PacketStore.DATA
        && flows.rows(flow) == 1
        && flows.isCurrent(flow, position)) {
      order(flow, packet, position);
    }
  }

  private void order(int flow, int packet, int position) {
    if (flow >= sentOfFlow.length) {
      sentOfFlow = Arrays.copyOf(sentOfFlow, Math.max(64, 2 * flow));
      arrivedOfFlow = Arrays.copyOf(arrivedOfFlow, sentOfFlow.length);
    }
    if (packet >= numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(64, 2 * packet));
    }
    if (position == flows.position(flow, 0)) {
      numbers[packet] = ++sentOfFlow[flow];
    }
    // A header without its payload goes first.
    if (table.link(position + 1) == PathTable.END && !store.isTrimmed(packet)) {
      if (numbers[packet] <= arrivedOfFlow[flow]) {
        throw new AuditException(
            "packet %d of a flow with one path arrived by %s behind packet %d"
                .formatted(
                    numbers[packet], fabric.linkName(table.link(position)), arrivedOfFlow[flow]));
      }
      arrivedOfFlow[flow] = numbers[packet];
    }
  }

  /** Compares the books with the packets that are there, and the buffers with their sizes. */
  void check() {
    int alive = store.countWholeData();
    if (books.underWay() != alive) {
      throw new AuditException(
          "%d data packets were sent, %d arrived, %d in vain, %d lost, %d trimmed: that leaves %d, but there are %d"
              .formatted(
                  books.sent(),
                  books.received(),
                  books.useless(),
                  books.dropped(),
                  books.trimmed(),
                  books.underWay(),
                  alive));
    }
    for (int node = 0; node < fabric.nodeCount(); node++) {
      if (mostHeldBytes.applyAsLong(node) > limits[node]) {
        throw new AuditException(
            "%s held %d bytes in a buffer of %d"
                .formatted(fabric.nodeName(node), mostHeldBytes.applyAsLong(node), limits[node]));
      }
    }
  }
}
