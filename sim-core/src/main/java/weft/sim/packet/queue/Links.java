package weft.sim.packet.queue;

import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.unit.Durations;

/**
 * The directed links, each with the {@link Port} that feeds it.
 *
 * <p>Sending a packet schedules one event, its arrival at the other end. With store-and-forward
 * that is when its last bit is there; a cut-through switch may pass it on as soon as its header is
 * there, but not so early that a faster link would run dry.
 */
public final class Links {

  private final PacketStore store;
  private final PathTable paths;
  private final PacketEvents events;
  private final int headerBytes;
  private final int cutThroughBytes;
  private final Port[] ports;
  private final SharedBuffer[] buffers;
  private final PacketFabric fabric;

  /**
   * The links of a fabric, all idle.
   *
   * @param options what the switches do
   */
  public Links(
      PacketFabric fabric,
      PacketStore store,
      PathTable paths,
      PacketEvents events,
      Wire wire,
      SwitchOptions options) {
    this.fabric = fabric;
    this.store = store;
    this.paths = paths;
    this.events = events;
    headerBytes = wire.headerBytes();
    cutThroughBytes = options.cutThrough() ? wire.headerBytes() : 0;
    int count = fabric.linkCount();
    if (count > PacketEvents.MAX_LINKS) {
      throw new IllegalArgumentException(
          count + " links, the packet model takes at most " + PacketEvents.MAX_LINKS);
    }
    buffers = new SharedBuffer[fabric.nodeCount()];
    for (int node = 0; node < buffers.length; node++) {
      buffers[node] = new SharedBuffer();
    }
    boolean[] isHost = fabric.hosts();
    ports = new Port[count];
    for (int link = 0; link < count; link++) {
      int source = fabric.source(link);
      ports[link] =
          new Port(
              link,
              fabric.rateBps(link),
              fabric.latencyPs(link),
              buffers[source],
              buffers[fabric.target(link)],
              isHost[source],
              fabric.isNic(source),
              wire,
              options);
      buffers[source].add(ports[link]);
    }
  }

  /** Number of links. */
  public int count() {
    return ports.length;
  }

  /** Whether a link is inside a switch: what crosses it stays at its node. */
  public boolean isInside(int link) {
    return fabric.isInside(link);
  }

  /** The port of a link. */
  public Port port(int link) {
    return ports[link];
  }

  /** What a node holds. */
  SharedBuffer buffer(int node) {
    return buffers[node];
  }

  /** Sends a packet from {@code startPs} on, when the link must be idle. */
  void transmit(Port port, int packet, long startPs) {
    int bytes = store.wireBytes(packet);
    transmit(port, packet, bytes, startPs, port.durationPs(bytes));
  }

  /** The same, if the bytes on the wire and the time that they take are known. */
  void transmit(Port port, int packet, int bytes, long startPs, long durationPs) {
    int payload = (bytes - headerBytes) & store.wholeMask(packet);
    long endPs = startPs + durationPs;
    port.busyUntilPs = endPs;
    port.sentPackets++;
    port.sentBytes += bytes;
    port.payloadBytes += payload;
    long arrivalPs = endPs + port.latencyPs;
    if (cutThroughBytes != 0 && bytes > cutThroughBytes) {
      arrivalPs -= headStartPs(port, packet, bytes, durationPs);
    }
    events.add(arrivalPs, PacketEvents.ARRIVAL, port.link, packet);
  }

  /** How much earlier than its last bit a packet can be passed on. */
  private long headStartPs(Port port, int packet, int bytes, long durationPs) {
    int next = paths.link(store.position(packet) + 1);
    if (next == PathTable.END) {
      return 0;
    }
    long untilHeader = Durations.serializationPs(cutThroughBytes, port.rateBps);
    return durationPs - Math.max(untilHeader, durationPs - durationPs(next, bytes));
  }

  /** When the last bit left the port of a packet that arrives now, picoseconds. */
  public long endPs(int link, int packet, long arrivalPs) {
    Port port = ports[link];
    int bytes = store.wireBytes(packet);
    long endPs = arrivalPs - port.latencyPs;
    return cutThroughBytes != 0 && bytes > cutThroughBytes
        ? endPs + headStartPs(port, packet, bytes, port.durationPs(bytes))
        : endPs;
  }

  /** Time to put {@code bytes} on a link, picoseconds. */
  public long durationPs(int link, int bytes) {
    return ports[link].durationPs(bytes);
  }

  /** From the last bit leaving a port to its arrival, picoseconds. */
  public long latencyPs(int link) {
    return ports[link].latencyPs;
  }

  /** Line rate, bits per second. */
  public long rateBps(int link) {
    return ports[link].rateBps;
  }

  /** Packets that a link has been given to carry. */
  public long sentPackets(int link) {
    return ports[link].sentPackets;
  }

  /** Payload that a link has been given to carry, what was sent again included. */
  public long payloadBytes(int link) {
    return ports[link].payloadBytes;
  }
}
