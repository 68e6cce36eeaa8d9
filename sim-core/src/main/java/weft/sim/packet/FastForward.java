package weft.sim.packet;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * Skips what repeats itself: while no transfer begins or ends and every flow goes on at its rate,
 * the packets of the next milliseconds are like those of the last.
 *
 * <p>Time is cut into windows. When some in a row agree with the first of them, flow by flow, in
 * the packets that got through and in the bytes that stayed under way, then many more of the kind
 * are left out: each flow has so many packets less to send as it would have sent, and the model's
 * clock falls behind the engine's. Nothing else changes: queues, congestion windows, timers and
 * packets under way are those of one moment of a steady state, which is as good as any other. What
 * is truly periodic loses nothing; what fluctuates gets its averages, and the tolerance is a bound
 * on what counts as equal. What a transport would have changed slowly meanwhile, it has not; so a
 * state may be carried on only in proportion to how long it has been watched.
 *
 * <p>Counters of packets, marks and pauses are of what was simulated.
 */
final class FastForward {

  /** Windows that have to agree before any is skipped; an assumption. */
  private static final int STEADY = 3;

  /** Skipped at once at most, in times of what was watched; an assumption. */
  private static final int REACH = 8;

  /** Windows of packets that stay for the end of each flow. */
  private static final int REST = 2;

  /** Length of a window to begin with; an assumption. */
  private static final int ROUND_TRIPS = 10;

  private static final long LONGEST_WINDOW_PS = Durations.SECOND_PS;

  private final double tolerance;
  private final Flows flows;
  private final Sending sending;
  private final PacketBooks books;

  /** Payload that would have crossed each link, bytes. */
  private final long[] bytes;

  private long windowPs;
  private long nextPs = Durations.NEVER;
  private boolean isDisturbed;
  private boolean isSettling;

  /** Since when windows have agreed, by the model's clock. */
  private long beganPs;

  /** Windows of the state so far; 0 if there is none. */
  private int windows;

  /** Flows with something to send. */
  private int[] active = new int[0];

  private int activeCount;

  // Of each flow: packets acknowledged when the state began, and when the last of them was; the
  // same
  // at the last look; packets of the first window of the state, and bytes under way at its end.
  private int[] first = new int[0];
  private long[] firstPs = new long[0];
  private int[] last = new int[0];
  private long[] lastPs = new long[0];
  private int[] perWindow = new int[0];
  private long[] underWay = new long[0];

  private long skippedPs;
  private long skippedPackets;

  FastForward(double tolerance, Flows flows, Sending sending, PacketBooks books, int links) {
    this.tolerance = tolerance;
    this.flows = flows;
    this.sending = sending;
    this.books = books;
    bytes = new long[links];
  }

  /** A transfer begins or ends, or a path changes: whatever was steady may be so no more. */
  void disturb(long nowPs) {
    if (tolerance > 0) {
      isDisturbed = true;
      if (nextPs == Durations.NEVER) {
        nextPs = nowPs + 1;
      }
    }
  }

  /** When to {@link #look}, by the model's clock, picoseconds. */
  long nextPs() {
    return nextPs;
  }

  /** How far the model's clock is behind the engine's, picoseconds. */
  long skippedPs() {
    return skippedPs;
  }

  /** Data packets that were left out. */
  long skippedPackets() {
    return skippedPackets;
  }

  /** Payload of those that would have crossed a link, bytes. */
  long skippedBytes(int link) {
    return bytes[link];
  }

  /**
   * The end of a window.
   *
   * @param roomPs until something else may happen, picoseconds
   */
  void look(long roomPs) {
    boolean isWhole = collect();
    if (isDisturbed) {
      windows = 0;
      windowPs = ROUND_TRIPS * longestRttPs();
      isDisturbed = false;
      isSettling = true;
    } else if (isSettling) {
      // Pipes fill in the first window.
      isSettling = false;
    } else if (!isWhole) {
      windows = 0;
    } else if (windows > 0 && agrees()) {
      windows++;
    } else {
      begin(windows > 0);
    }
    if (windows >= STEADY) {
      skip(roomPs);
    }
    for (int i = 0; i < activeCount; i++) {
      last[active[i]] = delivered(active[i]);
      lastPs[active[i]] = sending.heardPs(active[i]);
    }
    nextPs = activeCount == 0 ? Durations.NEVER : nextPs + windowPs;
  }

  /** Finds the flows with something to send; false if one of them has sent all of it already. */
  private boolean collect() {
    if (active.length < flows.count()) {
      int size = Math.max(64, 2 * flows.count());
      active = Arrays.copyOf(active, size);
      first = Arrays.copyOf(first, size);
      firstPs = Arrays.copyOf(firstPs, size);
      last = Arrays.copyOf(last, size);
      lastPs = Arrays.copyOf(lastPs, size);
      perWindow = Arrays.copyOf(perWindow, size);
      underWay = Arrays.copyOf(underWay, size);
    }
    activeCount = 0;
    boolean isWhole = true;
    for (int flow = 0; flow < flows.count(); flow++) {
      if (!sending.isIdle(flow)) {
        active[activeCount++] = flow;
        isWhole &= sending.unsent(flow) > 0;
      }
    }
    return isWhole;
  }

  private long longestRttPs() {
    long longestPs = 1;
    for (int i = 0; i < activeCount; i++) {
      longestPs = Math.max(longestPs, flows.baseRttPs(active[i]));
    }
    return longestPs;
  }

  private int delivered(int flow) {
    return sending.recovery(flow).delivered();
  }

  /** Whether the window that ends was like the first one of the state. */
  private boolean agrees() {
    for (int i = 0; i < activeCount; i++) {
      int flow = active[i];
      double margin = Math.max(1, tolerance * perWindow[flow]);
      long change = sending.recovery(flow).inFlightBytes() - underWay[flow];
      if (Math.abs(delivered(flow) - last[flow] - perWindow[flow]) > margin
          || Math.abs(change) > 2 * margin * flows.fullBytes()) {
        return false;
      }
    }
    return true;
  }

  /**
   * The window that ends may be the first of a steady state, unless it is too short to tell: a flow
   * sent next to nothing in it, or it differed from the one before.
   */
  private void begin(boolean isDifferent) {
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < activeCount; i++) {
      int flow = active[i];
      first[flow] = last[flow];
      firstPs[flow] = lastPs[flow];
      perWindow[flow] = delivered(flow) - last[flow];
      underWay[flow] = sending.recovery(flow).inFlightBytes();
      fewest = Math.min(fewest, perWindow[flow]);
    }
    windows = 1;
    beganPs = nextPs - windowPs;
    if (isDifferent || fewest * tolerance < 0.5) {
      windows = 0;
      windowPs = Math.min(2 * windowPs, LONGEST_WINDOW_PS);
    }
  }

  private void skip(long roomPs) {
    long count = Math.min((long) REACH * windows, roomPs / windowPs);
    for (int i = 0; i < activeCount; i++) {
      int flow = active[i];
      double room = sending.unsent(flow) - 1 - (double) REST * perWindow[flow];
      count = Math.min(count, (long) (room / (rate(flow) * windowPs)));
    }
    if (count < 1) {
      return;
    }
    for (int i = 0; i < activeCount; i++) {
      int flow = active[i];
      int packets = (int) Math.round(rate(flow) * windowPs * count);
      sending.skip(flow, packets);
      books.onSkipped(flow, packets);
      flows.spread(flow, packets, bytes);
      skippedPackets += packets;
    }
    skippedPs += count * windowPs;
  }

  /**
   * Packets a picosecond that have got through since the state began. All flows are counted at the
   * same two moments: those that share a link add up to what it carries, however they alternate.
   */
  private double rate(int flow) {
    int packets = delivered(flow) - first[flow];
    double gapPs = (double) watchedPs() / Math.max(1, packets);
    double begun =
        begun(nextPs - sending.heardPs(flow), gapPs) - begun(beganPs - firstPs[flow], gapPs);
    return Math.max(0, packets + begun) / watchedPs();
  }

  /** How much of the next packet has got through so long after the last one. */
  private static double begun(long sincePs, double gapPs) {
    return Math.min(1, sincePs / gapPs);
  }

  private long watchedPs() {
    return nextPs - beganPs;
  }
}
