package weft.sim.packet;

/** What timers are for, as it fits an event. */
final class Timers {

  static final int PACE = 0;
  static final int TIMEOUT = 1;
  static final int PULL = 2;
  static final int CHANGE = 3;

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

  /** Links fail, or routing has converged. */
  static long change(int number) {
    return ((long) number << 2) | CHANGE;
  }

  static int kind(long purpose) {
    return (int) purpose & 3;
  }

  /** The flow, port or change. */
  static int subject(long purpose) {
    return (int) (purpose >>> 2);
  }
}
