package weft.sim.packet.transport;

import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.Telemetry;

/** What a sender learns from an acknowledgement; one object, filled anew for each. */
public final class Acknowledgement {

  private long nowPs;
  private long rttPs;
  private int bytes;
  private boolean isMarked;
  private long inFlightBytes;
  private int sequence;
  private int nextSequence;
  private int hops;
  private long[] telemetry = new long[8 * Telemetry.WORDS];

  /** Fills it; see the accessors. */
  public void set(
      long nowPs,
      long rttPs,
      int bytes,
      boolean isMarked,
      long inFlightBytes,
      int sequence,
      int nextSequence) {
    this.nowPs = nowPs;
    this.rttPs = rttPs;
    this.bytes = bytes;
    this.isMarked = isMarked;
    this.inFlightBytes = inFlightBytes;
    this.sequence = sequence;
    this.nextSequence = nextSequence;
  }

  /** Takes over what the ports of switches wrote into the packet that caused it. */
  public void readTelemetry(PacketStore store, int packet) {
    setHops(Telemetry.hops(store, packet));
    for (int i = 0; i < hops * Telemetry.WORDS; i++) {
      telemetry[i] = store.telemetry(packet, Telemetry.words(0) + i);
    }
  }

  /** How many ports wrote, without saying yet what. */
  void setHops(int hops) {
    this.hops = hops;
    if (hops * Telemetry.WORDS > telemetry.length) {
      telemetry = new long[2 * hops * Telemetry.WORDS];
    }
  }

  /** What a port wrote. */
  void setHop(int hop, long timePs, long queueBytes, long sentBytes, long rateBps) {
    int at = hop * Telemetry.WORDS;
    telemetry[at] = timePs;
    telemetry[at + 1] = queueBytes;
    telemetry[at + 2] = sentBytes;
    telemetry[at + 3] = rateBps;
  }

  /** Ports that wrote telemetry into the packet that caused it; 0 without telemetry. */
  public int hops() {
    return hops;
  }

  /** When a port began to send the packet, picoseconds. */
  public long timePs(int hop) {
    return telemetry[hop * Telemetry.WORDS];
  }

  /** Bytes that waited behind it in its queue. */
  public long queueBytes(int hop) {
    return telemetry[hop * Telemetry.WORDS + 1];
  }

  /** Bytes that the port had sent before it. */
  public long sentBytes(int hop) {
    return telemetry[hop * Telemetry.WORDS + 2];
  }

  /** Rate of the port's link, bits per second. */
  public long rateBps(int hop) {
    return telemetry[hop * Telemetry.WORDS + 3];
  }

  /** When it arrived, picoseconds. */
  public long nowPs() {
    return nowPs;
  }

  /** From the start of the packet that caused it to its arrival, picoseconds; −1 if unknown. */
  public long rttPs() {
    return rttPs;
  }

  /** Bytes that are newly acknowledged; 0 if it repeats what was known. */
  public int bytes() {
    return bytes;
  }

  /** Whether the packet that caused it was marked. */
  public boolean isMarked() {
    return isMarked;
  }

  /** Bytes under way, after it. */
  public long inFlightBytes() {
    return inFlightBytes;
  }

  /** Number of the packet that caused it. */
  public int sequence() {
    return sequence;
  }

  /** Number that the next new packet will have. */
  public int nextSequence() {
    return nextSequence;
  }
}
