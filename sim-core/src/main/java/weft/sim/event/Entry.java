package weft.sim.event;

/** How a pending event lies in an array of {@code long}: three words, wherever it waits. */
final class Entry {

  /** Words of an event. */
  static final int WORDS = 3;

  /** Its time is the first word; its payload the next; then slot and handler. */
  static final int PAYLOAD = 1;

  static final int TAG = 2;

  private Entry() {}

  static long tag(int slot, int handler) {
    return (long) slot << 32 | (handler & 0xFFFF_FFFFL);
  }

  static int slot(long tag) {
    return (int) (tag >>> 32);
  }

  static int handler(long tag) {
    return (int) tag;
  }
}
