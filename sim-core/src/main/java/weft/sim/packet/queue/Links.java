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
 *
 * <p>All that a hop touches of a link lies side by side in eight words, one cache line.
 */
public final class Links {

  private static final int WORDS = 3;
  private static final int BUSY_UNTIL = 0;
  private static final int LATENCY = 1;

  /** Time to send a full packet; the next word is that of a control packet. */
  private static final int DURATIONS = 2;

  private static final int SENT_PACKETS = 4;
  private static final int SENT_BYTES = 5;
  private static final int PAYLOAD_BYTES = 6;

  /** Packets or flows that wait 32 | paused classes 32. */
  private static final int WAITING = 7;

  private final PacketStore store;
  private final PathTable paths;
  private final PacketEvents events;
  private final int[] usualBytes;
  private final int headerBytes;
  private final int cutThroughBytes;
  private final long[] rates;
  private final long[] words;

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
    usualBytes = new int[] {wire.fullBytes(), wire.controlBytes()};
    headerBytes = wire.headerBytes();
    cutThroughBytes = cutThrough ? wire.headerBytes() : 0;
    int count = fabric.linkCount();
    if (count > PacketEvents.MAX_LINKS) {
      throw new IllegalArgumentException(
          count + " links, the packet model takes at most " + PacketEvents.MAX_LINKS);
    }
    rates = new long[count];
    words = new long[count << WORDS];
    for (int link = 0; link < count; link++) {
      rates[link] = fabric.rateBps(link);
      int at = link << WORDS;
      words[at + LATENCY] = fabric.latencyPs(link);
      for (int i = 0; i < usualBytes.length; i++) {
        words[at + DURATIONS + i] = Durations.serializationPs(usualBytes[i], rates[link]);
      }
    }
  }

  /** Number of links. */
  public int count() {
    return rates.length;
  }

  /** Sends a packet from {@code startPs} on, when the link must be idle. */
  void transmit(int link, int packet, long startPs) {
    int bytes = store.wireBytes(packet);
    transmit(link, packet, bytes, startPs, durationPs(link, bytes));
  }

  /** The same, if the bytes on the wire and the time that they take are known. */
  void transmit(int link, int packet, int bytes, long startPs, long durationPs) {
    int at = link << WORDS;
    long endPs = startPs + durationPs;
    words[at + BUSY_UNTIL] = endPs;
    words[at + SENT_PACKETS]++;
    words[at + SENT_BYTES] += bytes;
    words[at + PAYLOAD_BYTES] += (bytes - headerBytes) & store.wholeMask(packet);
    long arrivalPs = endPs + words[at + LATENCY];
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

  /** When the last bit left the port of a packet that arrives now, picoseconds. */
  public long endPs(int link, int packet, long arrivalPs) {
    int bytes = store.wireBytes(packet);
    long endPs = arrivalPs - words[(link << WORDS) + LATENCY];
    return cutThroughBytes != 0 && bytes > cutThroughBytes
        ? endPs + headStartPs(link, packet, bytes, durationPs(link, bytes))
        : endPs;
  }

  /** Time to put {@code bytes} on a link, picoseconds. */
  public long durationPs(int link, int bytes) {
    // Data and control alternate without a pattern: an index costs less than a wrong guess.
    int usual = (bytes - usualBytes[0]) >>> 31;
    return usualBytes[usual] == bytes
        ? words[(link << WORDS) + DURATIONS + usual]
        : Durations.serializationPs(bytes, rates[link]);
  }

  /**
   * Whether the arrival of a packet, of whatever length, always comes later than the end of its
   * transmission: then a port with something to send need not be woken at that end.
   */
  public boolean arrivesBehindEnd(int link) {
    long longestHeadStartPs = cutThroughBytes == 0 ? 0 : words[(link << WORDS) + DURATIONS];
    return words[(link << WORDS) + LATENCY] > longestHeadStartPs;
  }

  /** Until when a link is sending, picoseconds. */
  public long busyUntilPs(int link) {
    return words[(link << WORDS) + BUSY_UNTIL];
  }

  /** From the last bit leaving a port to its arrival, picoseconds. */
  public long latencyPs(int link) {
    return words[(link << WORDS) + LATENCY];
  }

  /** Line rate, bits per second. */
  public long rateBps(int link) {
    return rates[link];
  }

  /** Bytes that a link has been given to carry, headers and control packets included. */
  public long sentBytes(int link) {
    return words[(link << WORDS) + SENT_BYTES];
  }

  /** Packets that a link has been given to carry. */
  public long sentPackets(int link) {
    return words[(link << WORDS) + SENT_PACKETS];
  }

  /** Payload that a link has been given to carry, what was sent again included. */
  public long payloadBytes(int link) {
    return words[(link << WORDS) + PAYLOAD_BYTES];
  }

  /** How many packets, or flows, wait for a link. */
  public int waiting(int link) {
    return (int) (words[(link << WORDS) + WAITING] >> Integer.SIZE);
  }

  void addWaiting(int link, int change) {
    words[(link << WORDS) + WAITING] += (long) change << Integer.SIZE;
  }

  /** Classes that a link must not send, a bit each. */
  public int paused(int link) {
    return (int) words[(link << WORDS) + WAITING];
  }

  /** Has a link hold a class back, or let it go. */
  void setPaused(int link, int trafficClass, boolean on) {
    long bit = 1L << trafficClass;
    int at = (link << WORDS) + WAITING;
    words[at] = on ? words[at] | bit : words[at] & ~bit;
  }
}
