package weft.sim.event;

/**
 * Finds the width of buckets that suits the load, from what was seen in an epoch: a width is tried,
 * and corrected.
 *
 * <p>A bucket should hold {@value #WANTED} events: so many that opening and sorting it costs little
 * for each, so few that they stay in the cache. But simultaneous events need no sorting, so of
 * those a bucket of one instant is best, however many they are. What counts is the crowd that an
 * event finds itself in, hence the mean over events (Σn² / Σn, n the instants of a bucket) and not
 * over buckets: simulated time is full of pauses. All thresholds were measured; see
 * docs/performance.md.
 */
final class WidthControl {

  /** An epoch of fewer events says nothing. */
  static final int MIN_EPOCH = 1024;

  private static final double WANTED = 64;

  /** Narrower if the crowd is this many times the wanted one; wider if it is below this part. */
  private static final double CROWDED = 2.5;

  private static final double LONELY = 0.375;

  /** Wider by so many bits at a time: what lies beyond is not known. */
  private static final int MAX_STEP_BITS = 2;

  /** For so many epochs no wider, after events came too late because of the width. */
  private static final int PATIENCE = 32;

  private long epochStartPs;
  private long events;
  private long inserted;
  private long late;
  private long moved;
  private long instants;
  private double crowds;
  private int patience;

  /** A bucket of the near window was opened. */
  void onOpened(int bucketEvents) {
    events += bucketEvents;
  }

  /** Events were moved from a far bucket to nearer ones. */
  void onMoved(int count) {
    moved += count;
  }

  /** All events of a bucket have happened, at so many instants. */
  void onEmptied(int bucketInstants) {
    instants += bucketInstants;
    crowds += (double) bucketInstants * bucketInstants;
  }

  /** An event came after its bucket was opened. */
  void onInserted() {
    inserted++;
  }

  /** An event came so late for its bucket that it had to go to the heap. */
  void onLate() {
    late++;
  }

  long late() {
    return late;
  }

  /** Whether the epoch is long enough for all pending events to be placed anew. */
  boolean isOver(int pending) {
    return events >= MIN_EPOCH && events >= pending;
  }

  /** Ends the epoch and says which width is best, in bits of picoseconds. */
  int endEpoch(int widthBits, long nowPs) {
    int wanted = instants == 0 || events == 0 ? widthBits : wanted(widthBits, nowPs);
    epochStartPs = nowPs;
    events = 0;
    inserted = 0;
    late = 0;
    moved = 0;
    instants = 0;
    crowds = 0;
    return Math.max(0, Math.min(wanted, TimeBuckets.MAX_WIDTH_BITS));
  }

  private int wanted(int widthBits, long nowPs) {
    double crowd = crowds / instants;
    double wanted = Math.max(1, WANTED * instants / events);
    if (crowd > CROWDED * wanted + 2) {
      return widthBits - Math.max(1, log2(crowd / wanted));
    }
    if (late > events / 4 && crowd > WANTED / 8) {
      patience = PATIENCE;
      return widthBits - 1;
    }
    if (patience > 0) {
      patience--;
      return widthBits;
    }
    boolean lonely = wanted > 1 ? crowd < LONELY * wanted : moved > events / 4 && crowd < 1.25;
    if (lonely && inserted < events / 4 && late < events / 32) {
      // No wider than the mean gap suggests: where the crowd is one, it says nothing about more.
      int limit = log2(wanted * (nowPs - epochStartPs) / instants);
      int step = Math.max(1, Math.min(MAX_STEP_BITS, log2(wanted / crowd)));
      return Math.max(widthBits, Math.min(widthBits + step, limit));
    }
    return widthBits;
  }

  private static int log2(double value) {
    return Math.getExponent(value);
  }
}
