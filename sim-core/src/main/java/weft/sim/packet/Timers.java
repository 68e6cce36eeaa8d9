package weft.sim.packet;

/** What timers are for, as it fits an event. */
final class Timers {

  static final int PACE = 0;
  static final int TIMEOUT = 1;
  static final int PULL = 2;
  static final int CHANGE = 3;

  /** Kind and subject, at most 24 bits; what is left of a timer's 43 holds some of the key. */
  private static final int SUBJECT_BITS = 26;

  private static final int KEY_BITS = 17;

  private Timers() {}

  /** A flow may send its next packet. */
  static long pace(int flow, long key) {
    return of(flow, key, PACE);
  }

  /** A flow looks whether something is overdue. */
  static long timeout(int flow, long key) {
    return of(flow, key, TIMEOUT);
  }

  /** By its key first: who opened his flow earlier has no advantage. */
  private static long of(int flow, long key, int kind) {
    return (key >>> (Long.SIZE - KEY_BITS) << SUBJECT_BITS) | ((long) flow << 2) | kind;
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
    return (int) (purpose >>> 2) & ((1 << (SUBJECT_BITS - 2)) - 1);
  }
}
