package weft.sim.packet.queue;

import weft.sim.fabric.Fabric;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;
import weft.sim.unit.Durations;

/**
 * The directed links, each with the port that feeds it: until when it is sending, what it has sent,
 * what waits for it, what it has been told to hold back.
 *
 * <p>Sending a packet schedules one event, its arrival at the other end. With store-and-forward
 * that is when its last bit is there; a cut-through switch may pass it on as soon as its header is
 * there, but not so early that a faster link would run dry.
 */
public final class Links {

  private final PacketStore store;
  private final PathTable paths;
  private final PacketEvents events;
  private final int fullBytes;
  private final int controlBytes;
  private final int headerBytes;
  private final int cutThroughBytes;

  private final long[] rates;
  private final long[] latencies;
  private final int[] fullPs;
  private final int[] controlPs;
  private final int[] longestHeadStartPs;

  private final long[] busyUntil;
  private final long[] sentBytes;
  private final long[] sentPackets;
  private final long[] payloadBytes;
  private final int[] waiting;
  private final byte[] paused;

  /**
   * The links of a fabric, all idle.
   *
   * @param cutThrough whether switches pass packets on as soon as they have their header
   */
  public Links(
      Fabric fabric,
      PacketStore store,
      PathTable paths,
      PacketEvents events,
      Wire wire,
      boolean cutThrough) {
    this.store = store;
    this.paths = paths;
    this.events = events;
    fullBytes = wire.fullBytes();
    controlBytes = wire.controlBytes();
    headerBytes = wire.headerBytes();
    cutThroughBytes = cutThrough ? wire.headerBytes() : 0;
    int count = fabric.linkCount();
    if (count > PacketEvents.MAX_LINKS) {
      throw new IllegalArgumentException(
          count + " links, the packet model takes at most " + PacketEvents.MAX_LINKS);
    }
    rates = new long[count];
    latencies = new long[count];
    fullPs = new int[count];
    controlPs = new int[count];
    longestHeadStartPs = new int[count];
    for (int link = 0; link < count; link++) {
      rates[link] = fabric.rateBps(link);
      latencies[link] = fabric.latencyPs(link);
      fullPs[link] = Math.toIntExact(Durations.serializationPs(fullBytes, rates[link]));
      controlPs[link] = Math.toIntExact(Durations.serializationPs(controlBytes, rates[link]));
      if (cutThrough) {
        longestHeadStartPs[link] = fullPs[link];
      }
    }
    busyUntil = new long[count];
    sentBytes = new long[count];
    sentPackets = new long[count];
    payloadBytes = new long[count];
    waiting = new int[count];
    paused = new byte[count];
  }

  /** Number of links. */
  public int count() {
    return rates.length;
  }

  /** Sends a packet from {@code startPs} on, when the link must be idle. */
  void transmit(int link, int packet, long startPs) {
    int bytes = store.wireBytes(packet);
    long durationPs = durationPs(link, bytes);
    long endPs = startPs + durationPs;
    busyUntil[link] = endPs;
    sentBytes[link] += bytes;
    sentPackets[link]++;
    payloadBytes[link] += store.isWhole(packet) ? bytes - headerBytes : 0;
    long arrivalPs = endPs + latencies[link];
    if (cutThroughBytes != 0 && bytes > cutThroughBytes) {
      arrivalPs -= headStartPs(link, packet, bytes, durationPs);
    }
    events.add(arrivalPs, PacketEvents.ARRIVAL, link, packet);
  }

  /** How much earlier than its last bit a packet can be passed on. */
  private long headStartPs(int link, int packet, int bytes, long durationPs) {
    int next = paths.link(store.position(packet) + 1);
    if (next == PathTable.END) {
      return 0;
    }
    long untilHeader = Durations.serializationPs(cutThroughBytes, rates[link]);
    return durationPs - Math.max(untilHeader, durationPs - durationPs(next, bytes));
  }

  /** Time to put {@code bytes} on a link, picoseconds. */
  public long durationPs(int link, int bytes) {
    if (bytes == fullBytes) {
      return fullPs[link];
    }
    return bytes == controlBytes ? controlPs[link] : Durations.serializationPs(bytes, rates[link]);
  }

  /**
   * Whether the arrival of a packet, of whatever length, always comes later than the end of its
   * transmission: then a port with something to send need not be woken at that end.
   */
  public boolean arrivesBehindEnd(int link) {
    return latencies[link] > longestHeadStartPs[link];
  }

  /** Until when a link is sending, picoseconds. */
  public long busyUntilPs(int link) {
    return busyUntil[link];
  }

  /** From the last bit leaving a port to its arrival, picoseconds. */
  public long latencyPs(int link) {
    return latencies[link];
  }

  /** Line rate, bits per second. */
  public long rateBps(int link) {
    return rates[link];
  }

  /** Bytes that a link has been given to carry, headers and control packets included. */
  public long sentBytes(int link) {
    return sentBytes[link];
  }

  /** Packets that a link has been given to carry. */
  public long sentPackets(int link) {
    return sentPackets[link];
  }

  /** Payload that a link has been given to carry, what was sent again included. */
  public long payloadBytes(int link) {
    return payloadBytes[link];
  }

  /** How many packets, or flows, wait for a link. */
  public int waiting(int link) {
    return waiting[link];
  }

  void addWaiting(int link, int change) {
    waiting[link] += change;
  }

  /** Classes that a link must not send, a bit each. */
  public int paused(int link) {
    return paused[link];
  }

  /** Has a link hold a class back, or let it go. */
  void setPaused(int link, int trafficClass, boolean on) {
    int bit = 1 << trafficClass;
    paused[link] = (byte) (on ? paused[link] | bit : paused[link] & ~bit);
  }
}
