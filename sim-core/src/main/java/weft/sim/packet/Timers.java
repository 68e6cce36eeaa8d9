package weft.sim.packet;

/** What the timers of hosts are for, as it fits an event. */
final class Timers {

  static final int PACE = 0;
  static final int TIMEOUT = 1;
  static final int PULL = 2;

  private Timers() {}

  /** A flow may send its next packet. */
  static long pace(int flow) {
    return ((long) flow << 2) | PACE;
  }

  /** A flow looks whether something is overdue. */
  static long timeout(int flow) {
    return ((long) flow << 2) | TIMEOUT;
  }

  /** A port may ask for another packet. */
  static long pull(int port) {
    return ((long) port << 2) | PULL;
  }

  static int kind(long purpose) {
    return (int) purpose & 3;
  }

  /** The flow or port. */
  static int subject(long purpose) {
    return (int) (purpose >>> 2);
  }
}
