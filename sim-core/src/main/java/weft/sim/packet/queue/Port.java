package weft.sim.packet.queue;

import java.util.Arrays;
import weft.sim.packet.store.PacketStore;
import weft.sim.unit.Durations;

/**
 * A directed link and the port that feeds it: until when it is sending, what it has sent, what
 * waits for it by class, what it has been told to hold back, and what its far end holds of what
 * came by it.
 *
 * <p>One object a link rather than rows of arrays: all that a hop touches lies side by side, and
 * the compiler knows that writing one field changes no other, which it does not of arrays.
 */
public final class Port {

  static final int CLASSES = 4;
  private static final int NONE = PacketStore.NONE;

  final int link;
  final long rateBps;
  final long latencyPs;
  final boolean isOfNic;

  /** Of the node that sends. */
  final SharedBuffer buffer;

  /** Of the node that receives. */
  final SharedBuffer farBuffer;

  private final boolean isOfEndpoint;
  private final boolean arrivesBehindEnd;
  private final int fullBytes;
  private final int usualDifference;
  private final long fullPs;
  private final long durationDifference;

  long busyUntilPs;

  /** A depth of the queue up to which nothing happens but that a packet is sent. */
  long usualDepth;

  long sentPackets;
  long sentBytes;
  long payloadBytes;

  /** Packets, or flows, that wait. */
  int waiting;

  /** A bit for each class that is held back. */
  int paused;

  /** A bit for each class that waits. */
  int occupied;

  // The packet under way, or the last one, until it is noted that it has left.
  int sendingBytes;
  int sendingClass;
  Port sendingIngress = this;

  boolean freeIsDue;

  /** Greatest depth of a queue, in whatever its port counts. */
  long peak;

  /** The data class whose turn it is, from the first one on. */
  int turn;

  /** Of each class the packet to be sent next. */
  private final int[] firsts;

  /** Of each class the packet to be sent last. */
  private final int[] lasts;

  /** What waits of each class, bytes. */
  private final long[] bytes;

  /** What the far end holds of what came by this link, by class, bytes. */
  final long[] farBytes;

  /** Of each class, what it may still send in its turn, bytes. */
  final int[] deficits;

  /** A bit for each class that the far end has paused. */
  int xoff;

  Port(
      int link,
      long rateBps,
      long latencyPs,
      SharedBuffer buffer,
      SharedBuffer farBuffer,
      boolean isOfEndpoint,
      boolean isOfNic,
      Wire wire,
      SwitchOptions options) {
    this.link = link;
    this.rateBps = rateBps;
    this.latencyPs = latencyPs;
    this.buffer = buffer;
    this.farBuffer = farBuffer;
    this.isOfEndpoint = isOfEndpoint;
    this.isOfNic = isOfNic;
    fullBytes = wire.fullBytes();
    usualDifference = wire.fullBytes() ^ wire.controlBytes();
    fullPs = Durations.serializationPs(wire.fullBytes(), rateBps);
    durationDifference = fullPs ^ Durations.serializationPs(wire.controlBytes(), rateBps);
    arrivesBehindEnd = latencyPs > (options.cutThrough() ? fullPs : 0);
    int classes = options.classes();
    firsts = new int[classes];
    lasts = new int[classes];
    Arrays.fill(firsts, NONE);
    Arrays.fill(lasts, NONE);
    bytes = new long[classes];
    farBytes = new long[classes];
    deficits = new int[classes];
  }

  /** Its number. */
  public int link() {
    return link;
  }

  /**
   * Whether the node that sends is an endpoint, which makes packets rather than passing them on.
   */
  public boolean isOfEndpoint() {
    return isOfEndpoint;
  }

  /** Time to put bytes on the link, picoseconds. */
  long durationPs(int size) {
    // Data and control alternate without a pattern: a mask costs less than a wrong guess.
    int mask = (size - fullBytes) >> 31;
    return size == (fullBytes ^ (usualDifference & mask))
        ? fullPs ^ (durationDifference & mask)
        : Durations.serializationPs(size, rateBps);
  }

  /**
   * Whether the arrival of a packet, of whatever length, always comes later than the end of its
   * transmission: then a port with something to send need not be woken at that end.
   */
  boolean arrivesBehindEnd() {
    return arrivesBehindEnd;
  }

  /** Until when it is sending, picoseconds. */
  public long busyUntilPs() {
    return busyUntilPs;
  }

  /** How many packets, or flows, wait for it. */
  public int waiting() {
    return waiting;
  }

  /** More, or less, waits for it. */
  public void addWaiting(int change) {
    waiting += change;
  }

  /** Whether it has been told to hold a class back. */
  public boolean isPaused(int trafficClass) {
    return (paused & (1 << trafficClass)) != 0;
  }

  /** Has it hold a class back, or let it go. */
  void setPaused(int trafficClass, boolean on) {
    int bit = 1 << trafficClass;
    paused = on ? paused | bit : paused & ~bit;
  }

  /** Classes that wait and may be sent, a bit each. */
  int eligible() {
    return occupied & ~paused;
  }

  /** What waits of a class, bytes. */
  long bytes(int trafficClass) {
    return bytes[trafficClass];
  }

  /** What waits of all classes, bytes. */
  long bytes() {
    long sum = 0;
    for (long each : bytes) {
      sum += each;
    }
    return sum;
  }

  /** The packet of a class to be sent next, or {@link PacketStore#NONE}. */
  int first(int trafficClass) {
    return firsts[trafficClass];
  }

  /** The packet of a class to be sent last, or {@link PacketStore#NONE}. */
  int last(int trafficClass) {
    return lasts[trafficClass];
  }

  /** A packet waits. */
  void append(PacketStore store, int trafficClass, int packet, int size) {
    int bit = 1 << trafficClass;
    if ((occupied & bit) == 0) {
      firsts[trafficClass] = packet;
      occupied |= bit;
    } else {
      store.setNext(lasts[trafficClass], packet);
    }
    lasts[trafficClass] = packet;
    bytes[trafficClass] += size;
    waiting++;
  }

  /** Removes the first packet of a class that has one, and returns it. */
  int removeFirst(PacketStore store, int trafficClass) {
    int packet = firsts[trafficClass];
    bytes[trafficClass] -= store.wireBytes(packet);
    if (packet == lasts[trafficClass]) {
      firsts[trafficClass] = NONE;
      lasts[trafficClass] = NONE;
      occupied &= ~(1 << trafficClass);
    } else {
      firsts[trafficClass] = store.next(packet);
    }
    waiting--;
    return packet;
  }

  /** The last packet of a class has another size now. */
  void resizeLast(int trafficClass, int change) {
    bytes[trafficClass] += change;
  }

  /** Whether the far end has paused a class. */
  boolean isXoff(int trafficClass) {
    return (xoff & (1 << trafficClass)) != 0;
  }

  /** The far end pauses a class that it has not, or the other way round. */
  void setXoff(int trafficClass, boolean on) {
    xoff ^= 1 << trafficClass;
    farBuffer.xoffs += on ? 1 : -1;
  }
}
