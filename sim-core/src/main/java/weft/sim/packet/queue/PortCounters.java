package weft.sim.packet.queue;

/** What happened at each port. */
public final class PortCounters {

  private final long[] dropped;
  private final long[] marked;
  private final long[] trimmed;
  private final long[] pauses;
  private final long[] pausedPs;
  private final long[] pausedSince;
  private final byte[] pausedClasses;
  private final long[] storms;
  private final long stormPs;

  /**
   * All 0.
   *
   * @param stormPs a pause of more than this is a storm, picoseconds
   */
  public PortCounters(int ports, long stormPs) {
    this.stormPs = stormPs;
    pausedClasses = new byte[ports];
    storms = new long[ports];
    dropped = new long[ports];
    marked = new long[ports];
    trimmed = new long[ports];
    pauses = new long[ports];
    pausedPs = new long[ports];
    pausedSince = new long[ports];
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
      if (pausedClasses[port]++ == 0) {
        pausedSince[port] = nowPs;
      }
    } else if (--pausedClasses[port] == 0) {
      pausedPs[port] += nowPs - pausedSince[port];
      if (nowPs - pausedSince[port] > stormPs) {
        storms[port]++;
      }
    }
  }

  /** Time for which a port has been paused without a break, picoseconds. */
  public long pausedForPs(int port, long nowPs) {
    return pausedClasses[port] == 0 ? 0 : Math.max(0, nowPs - pausedSince[port]);
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

  /** For how long altogether, in one class or more, up to now, picoseconds. */
  public long pausedPs(int port, long nowPs) {
    return pausedPs[port] + pausedForPs(port, nowPs);
  }

  /** How often a pause was a storm, one that has not ended included. */
  public long storms(int port, long nowPs) {
    return storms[port] + (pausedForPs(port, nowPs) > stormPs ? 1 : 0);
  }
}
