package weft.sim.packet.transport;

/** What a sender learns from an acknowledgement; one object, filled anew for each. */
public final class Acknowledgement {

  private long nowPs;
  private long rttPs;
  private int bytes;
  private boolean isMarked;
  private long inFlightBytes;
  private int sequence;
  private int nextSequence;

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
