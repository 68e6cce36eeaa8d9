package weft.sim.packet.queue;

/** What happened at each port. */
public final class PortCounters {

  private final long[] dropped;
  private final long[] marked;
  private final long[] trimmed;
  private final long[] pauses;
  private final long[] pausedPs;
  private final long[] pausedSince;
  private final long[] peak;

  /** All 0. */
  public PortCounters(int ports) {
    dropped = new long[ports];
    marked = new long[ports];
    trimmed = new long[ports];
    pauses = new long[ports];
    pausedPs = new long[ports];
    pausedSince = new long[ports];
    peak = new long[ports];
  }

  void onDropped(int port) {
    dropped[port]++;
  }

  void onMarked(int port) {
    marked[port]++;
  }

  void onTrimmed(int port) {
    trimmed[port]++;
  }

  /** A port was paused in a class, or let go. */
  void onPause(int port, boolean on, long nowPs) {
    if (on) {
      pauses[port]++;
      pausedSince[port] = nowPs;
    } else {
      pausedPs[port] += nowPs - pausedSince[port];
    }
  }

  void onDepth(int port, long depth) {
    if (depth > peak[port]) {
      peak[port] = depth;
    }
  }

  /** Packets dropped for lack of room. */
  public long dropped(int port) {
    return dropped[port];
  }

  /** Packets marked. */
  public long marked(int port) {
    return marked[port];
  }

  /** Packets trimmed. */
  public long trimmed(int port) {
    return trimmed[port];
  }

  /** How often the port was paused. */
  public long pauses(int port) {
    return pauses[port];
  }

  /** For how long altogether, picoseconds. */
  public long pausedPs(int port) {
    return pausedPs[port];
  }

  /** Greatest depth of a queue: bytes, or picoseconds at a {@link FifoPorts plain port}. */
  long peak(int port) {
    return peak[port];
  }
}
