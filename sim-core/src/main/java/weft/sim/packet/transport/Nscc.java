package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * Network signal-based congestion control of Ultra Ethernet: a window that the sender sets by two
 * signals, the mark and the queueing delay that an acknowledgement tells of (Ultra Ethernet
 * Specification 1.0, section 3.6.13; formulas and constants as htsim's uec.cpp has them).
 *
 * <table>
 *   <caption>What an acknowledgement does</caption>
 *   <tr><td></td><td>delay below the target</td><td>at or above it</td></tr>
 *   <tr><td>no mark</td><td>proportional increase, fast increase while there is no delay</td>
 *       <td>fair increase</td></tr>
 *   <tr><td>mark</td><td>nothing: one path is busy, others are not</td>
 *       <td>multiplicative decrease</td></tr>
 * </table>
 *
 * <p>Increases are collected and put into force every 8 packets or round trip. <i>Quick adapt</i>
 * comes before all of that: once per round trip and target delay, if something was lost or the
 * delay is above four times the target, and if less than an eighth of the largest window came
 * through in that time, then what came through is the new window, and marks and losses of what is
 * still under way are ignored.
 *
 * <p>Scales: <i>a</i> = bandwidth × base round trip / (100 Gb/s × 12 µs), and the payload <i>m</i>
 * of a full packet. Proportional: Δ = 4 <i>m a</i> × (target − delay) / 12 µs × bytes / window.
 * Fair: 5 <i>m a</i> × bytes / window. Fast, after a window's bytes without delay: <i>a</i> / 4 ×
 * bytes. Each adjustment that a round trip brought about: 0.15 <i>m a</i>. Decrease, once a round
 * trip: × max(1 − 0.8 (average − target) / average, 0.5), with an average of delays that gives each
 * new one a weight of 1/80.
 *
 * <p>Receivers acknowledge by amount of bytes; packets are sprayed and recovered selectively, and a
 * trimmed one is reported at once.
 */
public final class Nscc implements Transport {

  /** Window of the network that the constants are for: 100 Gb/s × 12 µs. */
  private static final double REFERENCE_BYTES = 150_000;

  private static final double REFERENCE_RTT_PS = 12e6;
  private static final double PROPORTIONAL_PACKETS = 4;
  private static final double FAIR_PACKETS = 5;
  private static final double FAST_SHARE = 0.25;
  private static final double PERIODIC_PACKETS = 0.15;
  private static final double DECREASE = 0.8;
  private static final double LARGEST_DECREASE = 0.5;
  private static final double DELAY_WEIGHT = 0.0125;

  /** An unmarked packet with a long delay is the exception: it counts as this share of a trip. */
  private static final double UNMARKED_DELAY_SHARE = 0.25;

  /** Delays below are none. */
  private static final long NO_DELAY_PS = Durations.MICROSECOND_PS;

  private static final int QUICK_DELAYS = 4;
  private static final int QUICK_GATE = 8;
  private static final int ADJUST_PACKETS = 8;
  private static final double WINDOW_TRIPS = 1.5;
  private static final double TARGET_TRIPS = 0.75;

  private final Parameters parameters;

  private int[] fullBytes = new int[0];
  private double[] payload = new double[0];
  private double[] scale = new double[0];
  private long[] networkRtt = new long[0];
  private long[] leastRtt = new long[0];
  private long[] target = new long[0];
  private long[] timeouts = new long[0];
  private double[] bytesPerPs = new double[0];

  private long[] baseRtt = new long[0];
  private double[] largest = new double[0];
  private double[] window = new double[0];
  private double[] averageDelay = new double[0];
  private double[] increase = new double[0];
  private double[] undelayedBytes = new double[0];
  private boolean[] isFast = new boolean[0];
  private double[] receivedBytes = new double[0];
  private long[] lastAdjustment = new long[0];
  private long[] lastDecrease = new long[0];
  private double[] achievedBytes = new double[0];
  private long[] quickEnd = new long[0];
  private boolean[] quickIsDue = new boolean[0];
  private double[] ignoredBytes = new double[0];
  private double[] bytesToIgnore = new double[0];

  /**
   * Parameters of NSCC.
   *
   * @param networkRttPs base round trip between the two hosts that are farthest apart, picoseconds,
   *     with which every flow begins until it has measured less; 0 for each flow's own
   * @param targetDelayPs queueing delay to settle at, picoseconds; 0 for 0.75 × the round trip, as
   *     with trimming
   * @param windowBytes first and largest window; 0 for 1.5 × rate × round trip
   * @param acknowledgeEveryBytes after how many bytes a receiver acknowledges; 16,384
   * @param timeoutPs until a packet that nothing was heard of is sent again, picoseconds; at least
   *     four base round trips are taken. 100 µs in htsim
   */
  public record Parameters(
      long networkRttPs,
      long targetDelayPs,
      long windowBytes,
      int acknowledgeEveryBytes,
      long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(0, 0, 0, 16_384, 100 * Durations.MICROSECOND_PS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.notNegative("a round trip", networkRttPs);
      Checks.notNegative("a target delay", targetDelayPs);
      Checks.notNegative("a window", windowBytes);
      if (acknowledgeEveryBytes < 1) {
        throw new IllegalArgumentException(
            "acknowledgements every " + acknowledgeEveryBytes + " bytes, must be 1 or more");
      }
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new Nscc(this);
    }
  }

  private Nscc(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Recovery recovery() {
    return Recovery.SELECTIVE;
  }

  @Override
  public boolean needsTrimming() {
    return true;
  }

  @Override
  public int acknowledgeEveryBytes() {
    return parameters.acknowledgeEveryBytes();
  }

  @Override
  public long retransmissionTimeoutPs(int flow) {
    return timeouts[flow];
  }

  @Override
  public void open(int flow, FlowPath path) {
    if (flow == window.length) {
      grow(Math.max(64, 2 * flow));
    }
    fullBytes[flow] = path.fullBytes();
    payload[flow] = path.fullBytes() - path.headerBytes();
    follow(flow, path);
    window[flow] = largest[flow];
  }

  /** What was measured was another path's; the window stays, within its new bounds. */
  @Override
  public void onPathChanged(int flow, FlowPath path) {
    follow(flow, path);
    keepBounds(flow);
  }

  private void follow(int flow, FlowPath path) {
    long rtt = parameters.networkRttPs() == 0 ? path.baseRttPs() : parameters.networkRttPs();
    bytesPerPs[flow] = path.rateBps() / 8e12;
    scale[flow] = bandwidthDelayBytes(flow, rtt) / REFERENCE_BYTES;
    networkRtt[flow] = rtt;
    leastRtt[flow] = Math.min(rtt, path.baseRttPs());
    target[flow] =
        parameters.targetDelayPs() == 0 ? (long) (TARGET_TRIPS * rtt) : parameters.targetDelayPs();
    timeouts[flow] = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
    setBaseRtt(flow, rtt);
  }

  private double bandwidthDelayBytes(int flow, long rttPs) {
    return Math.rint(bytesPerPs[flow] * rttPs);
  }

  private void setBaseRtt(int flow, long rttPs) {
    baseRtt[flow] = rttPs;
    double wanted =
        parameters.windowBytes() == 0
            ? WINDOW_TRIPS * bandwidthDelayBytes(flow, rttPs)
            : parameters.windowBytes();
    largest[flow] = Math.max(fullBytes[flow], wanted);
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return (long) largest[flow];
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes + bytes <= window[flow];
  }

  @Override
  public boolean asksForAcknowledgement(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes + bytes >= window[flow];
  }

  /** The window, bytes. */
  double windowBytes(int flow) {
    return window[flow];
  }

  @Override
  public void onAcknowledged(int flow, Acknowledgement acknowledgement) {
    int bytes = acknowledgement.bytes();
    boolean isMarked = acknowledgement.isMarked();
    long nowPs = acknowledgement.nowPs();
    achievedBytes[flow] += bytes;
    receivedBytes[flow] += bytes;
    ignoredBytes[flow] += bytes;
    double delay = averageDelay[flow];
    long rttPs = acknowledgement.rttPs();
    if (rttPs >= 0) {
      if (rttPs < baseRtt[flow]) {
        // A short packet is faster than a full one; that is no reason to expect it of all.
        setBaseRtt(flow, Math.max(rttPs, leastRtt[flow]));
      }
      delay = Math.max(0, rttPs - baseRtt[flow]);
      average(flow, delay, isMarked);
    }
    if (adaptQuickly(flow, isMarked, false, delay, acknowledgement.inFlightBytes(), nowPs)) {
      return;
    }
    if (!isMarked) {
      increase(flow, bytes, delay);
    } else if (delay >= target[flow]) {
      decrease(flow, nowPs);
    }
    keepBounds(flow);
    if (receivedBytes[flow] > ADJUST_PACKETS * (double) fullBytes[flow]
        || nowPs - lastAdjustment[flow] > networkRtt[flow]) {
      adjust(flow, nowPs);
    }
  }

  @Override
  public void onLost(int flow, int bytes, long inFlightBytes, long nowPs) {
    ignoredBytes[flow] += bytes;
    // Who trims has a queue of about a round trip.
    average(flow, (double) networkRtt[flow], true);
    quickIsDue[flow] = true;
    if (!adaptQuickly(flow, true, true, 0, inFlightBytes + bytes, nowPs)) {
      window[flow] -= bytes;
      keepBounds(flow);
    }
  }

  @Override
  public void onTimeout(int flow, long bytes, long nowPs) {
    window[flow] = Math.max(fullBytes[flow], window[flow] - bytes);
  }

  private void average(int flow, double delay, boolean isMarked) {
    double sample =
        !isMarked && delay > target[flow] ? UNMARKED_DELAY_SHARE * baseRtt[flow] : delay;
    averageDelay[flow] += DELAY_WEIGHT * (sample - averageDelay[flow]);
  }

  /** Whether the window was set anew, or what came is to be ignored. */
  private boolean adaptQuickly(
      int flow, boolean isMarked, boolean isLoss, double delay, long inFlightBytes, long nowPs) {
    boolean isDone = false;
    if (isMarked && ignoredBytes[flow] < bytesToIgnore[flow]) {
      isDone = true;
    } else if (nowPs > quickEnd[flow]) {
      if (quickEnd[flow] != 0
          && (quickIsDue[flow] || isLoss || delay > QUICK_DELAYS * (double) target[flow])
          && achievedBytes[flow] < largest[flow] / QUICK_GATE) {
        window[flow] = Math.max(achievedBytes[flow], fullBytes[flow]);
        bytesToIgnore[flow] = inFlightBytes;
        ignoredBytes[flow] = 0;
        quickIsDue[flow] = false;
        isDone = true;
      }
      achievedBytes[flow] = 0;
      quickEnd[flow] = nowPs + baseRtt[flow] + target[flow];
    }
    if (isDone) {
      increase[flow] = 0;
      receivedBytes[flow] = 0;
    }
    return isDone;
  }

  private void increase(int flow, int bytes, double delay) {
    double unit = payload[flow] * scale[flow];
    if (delay >= target[flow]) {
      increase[flow] += FAIR_PACKETS * unit * bytes;
      return;
    }
    undelayedBytes[flow] = delay < NO_DELAY_PS ? undelayedBytes[flow] + bytes : 0;
    isFast[flow] = delay < NO_DELAY_PS && (isFast[flow] || undelayedBytes[flow] > window[flow]);
    if (isFast[flow]) {
      window[flow] += FAST_SHARE * scale[flow] * bytes;
    } else {
      increase[flow] +=
          PROPORTIONAL_PACKETS * unit * (target[flow] - delay) / REFERENCE_RTT_PS * bytes;
    }
  }

  private void decrease(int flow, long nowPs) {
    isFast[flow] = false;
    undelayedBytes[flow] = 0;
    double excess = averageDelay[flow] - target[flow];
    if (excess > 0 && nowPs - lastDecrease[flow] > baseRtt[flow]) {
      window[flow] *= Math.max(1 - DECREASE * excess / averageDelay[flow], LARGEST_DECREASE);
      lastDecrease[flow] = nowPs;
    }
  }

  private void adjust(int flow, long nowPs) {
    window[flow] += increase[flow] / window[flow];
    if (nowPs - lastAdjustment[flow] >= networkRtt[flow]) {
      window[flow] += PERIODIC_PACKETS * payload[flow] * scale[flow];
      lastAdjustment[flow] = nowPs;
    }
    increase[flow] = 0;
    receivedBytes[flow] = 0;
    keepBounds(flow);
  }

  private void keepBounds(int flow) {
    window[flow] = Math.min(largest[flow], Math.max(fullBytes[flow], window[flow]));
  }

  private void grow(int size) {
    fullBytes = Arrays.copyOf(fullBytes, size);
    payload = Arrays.copyOf(payload, size);
    scale = Arrays.copyOf(scale, size);
    networkRtt = Arrays.copyOf(networkRtt, size);
    leastRtt = Arrays.copyOf(leastRtt, size);
    target = Arrays.copyOf(target, size);
    timeouts = Arrays.copyOf(timeouts, size);
    bytesPerPs = Arrays.copyOf(bytesPerPs, size);
    baseRtt = Arrays.copyOf(baseRtt, size);
    largest = Arrays.copyOf(largest, size);
    window = Arrays.copyOf(window, size);
    averageDelay = Arrays.copyOf(averageDelay, size);
    increase = Arrays.copyOf(increase, size);
    undelayedBytes = Arrays.copyOf(undelayedBytes, size);
    isFast = Arrays.copyOf(isFast, size);
    receivedBytes = Arrays.copyOf(receivedBytes, size);
    lastAdjustment = Arrays.copyOf(lastAdjustment, size);
    lastDecrease = Arrays.copyOf(lastDecrease, size);
    achievedBytes = Arrays.copyOf(achievedBytes, size);
    quickEnd = Arrays.copyOf(quickEnd, size);
    quickIsDue = Arrays.copyOf(quickIsDue, size);
    ignoredBytes = Arrays.copyOf(ignoredBytes, size);
    bytesToIgnore = Arrays.copyOf(bytesToIgnore, size);
  }
}
