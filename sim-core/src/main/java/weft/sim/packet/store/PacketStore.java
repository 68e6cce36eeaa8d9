package weft.sim.packet.store;

import java.util.Arrays;
import java.util.BitSet;
import weft.sim.unit.LimitException;

/**
 * The live packets, two words each, under dense ids.
 *
 * <p>A packet is 16 bytes, side by side, so that a hop touches one cache line of it:
 *
 * <pre>
 * word 0   sequence 32 | flow 24 | kind 3 | class 2 | marked 1 | trimmed 1 | note 1
 * word 1   position in the path table 26 | bytes on the wire 14 | next packet in its queue 24
 * </pre>
 *
 * <p>Queues are lists through the packets themselves; so are the free ids, reused last in, first
 * out. With the event that each packet in flight has ({@link PacketEvents}), that makes 24 bytes.
 *
 * <p>A transport may keep more of a packet: {@link #PacketStore(int) telemetry words}, which exist
 * only if asked for.
 */
public final class PacketStore {

  /** No packet: the end of a list. */
  public static final int NONE = (1 << 24) - 1;

  /** Live packets at most: ids have to fit an event. */
  public static final int MAX_PACKETS = 1 << PacketEvents.PACKET_BITS;

  /** Flows at most. */
  public static final int MAX_FLOWS = 1 << 24;

  /** Bytes of a packet on the wire at most. */
  public static final int MAX_WIRE_BYTES = (1 << 14) - 1;

  /** Payload. */
  public static final int DATA = 0;

  /** Acknowledgement of what it names, or of all up to it, as the transport has it. */
  public static final int ACK = 1;

  /** What it names is missing. */
  public static final int NACK = 2;

  /** The receiver asks for another packet. */
  public static final int PULL = 3;

  /** Congestion notification. */
  public static final int CNP = 4;

  private static final int FLOW_SHIFT = 8;
  private static final int FLOW_MASK = MAX_FLOWS - 1;
  private static final int KIND_SHIFT = 5;
  private static final int KIND_MASK = 7;
  private static final int CLASS_SHIFT = 3;
  private static final int CLASS_MASK = 3;
  private static final int MARKED = 1 << 2;
  private static final int TRIMMED = 1 << 1;
  private static final int NOTE = 1;

  private static final int POSITION_SHIFT = 38;
  private static final int SIZE_SHIFT = 24;
  private static final long NEXT_MASK = NONE;
  private static final long SIZE_MASK = (long) MAX_WIRE_BYTES << SIZE_SHIFT;

  private int telemetryWords;
  private long[] words = new long[2 << 10];
  private long[] telemetry;
  private int used;
  private int free = NONE;
  private int live;
  private int mostLive;

  /**
   * An empty store.
   *
   * @param telemetryWords words of telemetry for each packet; 0 for none
   */
  public PacketStore(int telemetryWords) {
    this.telemetryWords = telemetryWords;
    telemetry = new long[(words.length >> 1) * telemetryWords];
  }

  /**
   * A new packet in class 0, neither marked nor trimmed.
   *
   * @throws LimitException if there are too many
   */
  public int create(int kind, int flow, int sequence, int position, int wireBytes) {
    int packet = free;
    if (packet == NONE) {
      packet = used;
      if (packet << 1 == words.length) {
        grow();
      }
      used++;
    } else {
      free = next(packet);
    }
    if (++live > mostLive) {
      mostLive = live;
    }
    words[packet << 1] =
        ((long) sequence << 32) | ((long) flow << FLOW_SHIFT) | ((long) kind << KIND_SHIFT);
    words[(packet << 1) + 1] =
        ((long) position << POSITION_SHIFT) | ((long) wireBytes << SIZE_SHIFT) | NONE;
    return packet;
  }

  /** Turns a packet that has arrived into one that is sent back, neither marked nor trimmed. */
  public void turn(int packet, int kind, int sequence, int position, int wireBytes) {
    words[packet << 1] =
        ((long) sequence << 32) | ((long) flow(packet) << FLOW_SHIFT) | ((long) kind << KIND_SHIFT);
    words[(packet << 1) + 1] =
        ((long) position << POSITION_SHIFT) | ((long) wireBytes << SIZE_SHIFT) | NONE;
  }

  /** The packet is gone. */
  public void free(int packet) {
    setNext(packet, free);
    free = packet;
    live--;
  }

  /** Its flow. */
  public int flow(int packet) {
    return (int) (words[packet << 1] >>> FLOW_SHIFT) & FLOW_MASK;
  }

  /** Its sequence number. */
  public int sequence(int packet) {
    return (int) (words[packet << 1] >>> 32);
  }

  /** {@link #DATA}, {@link #ACK}, … */
  public int kind(int packet) {
    return (int) (words[packet << 1] >>> KIND_SHIFT) & KIND_MASK;
  }

  /** −1 for a data packet with its payload, 0 for any other: without a branch, to mask with. */
  public int wholeMask(int packet) {
    long other = words[packet << 1] & ((KIND_MASK << KIND_SHIFT) | TRIMMED);
    return (int) ((other - 1) >> 63);
  }

  /** Its traffic class, 0 … 3. */
  public int trafficClass(int packet) {
    return (int) (words[packet << 1] >>> CLASS_SHIFT) & CLASS_MASK;
  }

  /** Puts it in a traffic class, 0 … 3. */
  public void setTrafficClass(int packet, int trafficClass) {
    words[packet << 1] =
        (words[packet << 1] & ~((long) CLASS_MASK << CLASS_SHIFT))
            | ((long) trafficClass << CLASS_SHIFT);
  }

  /** Whether it is marked: congestion was experienced (ECN), or its echo. */
  public boolean isMarked(int packet) {
    return (words[packet << 1] & MARKED) != 0;
  }

  /** Marks it. */
  public void mark(int packet) {
    words[packet << 1] |= MARKED;
  }

  /** Whether its payload was cut off. */
  public boolean isTrimmed(int packet) {
    return (words[packet << 1] & TRIMMED) != 0;
  }

  /** Cuts its payload off. */
  public void trim(int packet, int headerBytes) {
    words[packet << 1] |= TRIMMED;
    words[(packet << 1) + 1] =
        (words[(packet << 1) + 1] & ~SIZE_MASK) | ((long) headerBytes << SIZE_SHIFT);
  }

  /** A bit that is the transport's own. */
  public boolean isNoted(int packet) {
    return (words[packet << 1] & NOTE) != 0;
  }

  /** Sets the bit that is the transport's own. */
  public void note(int packet) {
    words[packet << 1] |= NOTE;
  }

  /** Where in the {@link PathTable} it is: the link that it is on, or queued for. */
  public int position(int packet) {
    return (int) (words[(packet << 1) + 1] >>> POSITION_SHIFT);
  }

  /** Moves it on to the next position of the path table. */
  public void advance(int packet) {
    words[(packet << 1) + 1] += 1L << POSITION_SHIFT;
  }

  /** Moves it on to another position of the path table. */
  public void setPosition(int packet, int position) {
    words[(packet << 1) + 1] =
        (words[(packet << 1) + 1] & ((1L << POSITION_SHIFT) - 1))
            | ((long) position << POSITION_SHIFT);
  }

  /** Its bytes on the wire. */
  public int wireBytes(int packet) {
    return (int) (words[(packet << 1) + 1] >>> SIZE_SHIFT) & MAX_WIRE_BYTES;
  }

  /** The packet behind it in its queue; {@link #NONE} at the end. */
  public int next(int packet) {
    return (int) (words[(packet << 1) + 1] & NEXT_MASK);
  }

  /** Puts a packet behind it. */
  public void setNext(int packet, int next) {
    words[(packet << 1) + 1] = (words[(packet << 1) + 1] & ~NEXT_MASK) | next;
  }

  /** Exchanges two packets but for their places in queues. */
  public void swap(int one, int other) {
    long first = words[one << 1];
    words[one << 1] = words[other << 1];
    words[other << 1] = first;
    long changed = (words[(one << 1) + 1] ^ words[(other << 1) + 1]) & ~NEXT_MASK;
    words[(one << 1) + 1] ^= changed;
    words[(other << 1) + 1] ^= changed;
    for (int i = 0; i < telemetryWords; i++) {
      long word = telemetry(one, i);
      setTelemetry(one, i, telemetry(other, i));
      setTelemetry(other, i, word);
    }
  }

  /** Whether packets have words of telemetry. */
  public boolean hasTelemetry() {
    return telemetryWords > 0;
  }

  /** Gives every packet at least that many words of telemetry. */
  public void reserveTelemetry(int wordsOfEach) {
    if (wordsOfEach <= telemetryWords) {
      return;
    }
    long[] moved = new long[Math.multiplyExact(words.length >> 1, wordsOfEach)];
    for (int packet = 0; packet < used; packet++) {
      System.arraycopy(
          telemetry, packet * telemetryWords, moved, packet * wordsOfEach, telemetryWords);
    }
    telemetry = moved;
    telemetryWords = wordsOfEach;
  }

  /** A word of telemetry. */
  public long telemetry(int packet, int index) {
    return telemetry[packet * telemetryWords + index];
  }

  /** Sets a word of telemetry. */
  public void setTelemetry(int packet, int index, long word) {
    telemetry[packet * telemetryWords + index] = word;
  }

  /**
   * Data packets that are alive and have their payload: counted one by one, to check books with.
   */
  public int countWholeData() {
    BitSet dead = new BitSet(used);
    for (int packet = free; packet != NONE; packet = next(packet)) {
      dead.set(packet);
    }
    int count = 0;
    for (int packet = dead.nextClearBit(0); packet < used; packet = dead.nextClearBit(packet + 1)) {
      count -= wholeMask(packet);
    }
    return count;
  }

  /** Packets that are alive. */
  public int live() {
    return live;
  }

  /** Most packets that were alive at once. */
  public int mostLive() {
    return mostLive;
  }

  /** Bytes that the arrays take. */
  public long bytes() {
    return 8L * (words.length + telemetry.length);
  }

  private void grow() {
    int capacity = words.length >> 1;
    if (capacity == MAX_PACKETS) {
      throw new LimitException(MAX_PACKETS, "packets on their way at once");
    }
    // A quarter more: what is never used takes memory, too.
    int grown = Math.min(MAX_PACKETS, capacity + (capacity >> 2));
    words = Arrays.copyOf(words, grown << 1);
    telemetry = Arrays.copyOf(telemetry, grown * telemetryWords);
  }
}
