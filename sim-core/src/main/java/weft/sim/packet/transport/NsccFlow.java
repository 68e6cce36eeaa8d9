package weft.sim.packet.transport;

import weft.sim.unit.Durations;

/** Congestion control of one flow by {@link Nscc}, which has the formulas. */
final class NsccFlow {

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

  private final Nscc.Parameters parameters;
  private final int fullBytes;
  private final double payload;

  private double scale;
  private long networkRtt;
  private long leastRtt;
  private long target;
  private long timeoutPs;
  private double bytesPerPs;

  private long baseRtt;
  private double largest;
  private double window;
  private double averageDelay;
  private double increase;
  private double undelayedBytes;
  private boolean isFast;
  private double receivedBytes;
  private long lastAdjustment;
  private long lastDecrease;
  private double achievedBytes;
  private long quickEnd;
  private boolean quickIsDue;
  private double ignoredBytes;
  private double bytesToIgnore;

  NsccFlow(Nscc.Parameters parameters, FlowPath path) {
    this.parameters = parameters;
    fullBytes = path.fullBytes();
    payload = path.fullBytes() - path.headerBytes();
    follow(path);
    window = largest;
  }

  /** What was measured was another path's; the window stays, within its new bounds. */
  void onPathChanged(FlowPath path) {
    follow(path);
    keepBounds();
  }

  private void follow(FlowPath path) {
    long rtt = parameters.networkRttPs() == 0 ? path.baseRttPs() : parameters.networkRttPs();
    bytesPerPs = path.rateBps() / 8e12;
    scale = bandwidthDelayBytes(rtt) / REFERENCE_BYTES;
    networkRtt = rtt;
    leastRtt = Math.min(rtt, path.baseRttPs());
    target =
        parameters.targetDelayPs() == 0 ? (long) (TARGET_TRIPS * rtt) : parameters.targetDelayPs();
    timeoutPs = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
    setBaseRtt(rtt);
  }

  private double bandwidthDelayBytes(long rttPs) {
    return Math.rint(bytesPerPs * rttPs);
  }

  private void setBaseRtt(long rttPs) {
    baseRtt = rttPs;
    double wanted =
        parameters.windowBytes() == 0
            ? WINDOW_TRIPS * bandwidthDelayBytes(rttPs)
            : parameters.windowBytes();
    largest = Math.max(fullBytes, wanted);
  }

  long timeoutPs() {
    return timeoutPs;
  }

  /** The largest window, bytes. */
  double largestBytes() {
    return largest;
  }

  /** The window, bytes. */
  double windowBytes() {
    return window;
  }

  void onAcknowledged(Acknowledgement acknowledgement) {
    int bytes = acknowledgement.bytes();
    boolean isMarked = acknowledgement.isMarked();
    long nowPs = acknowledgement.nowPs();
    achievedBytes += bytes;
    receivedBytes += bytes;
    ignoredBytes += bytes;
    double delay = averageDelay;
    long rttPs = acknowledgement.rttPs();
    if (rttPs >= 0) {
      if (rttPs < baseRtt) {
        // A short packet is faster than a full one; that is no reason to expect it of all.
        setBaseRtt(Math.max(rttPs, leastRtt));
      }
      delay = Math.max(0, rttPs - baseRtt);
      average(delay, isMarked);
    }
    if (adaptQuickly(isMarked, false, delay, acknowledgement.inFlightBytes(), nowPs)) {
      return;
    }
    if (!isMarked) {
      increase(bytes, delay);
    } else if (delay >= target) {
      decrease(nowPs);
    }
    keepBounds();
    if (receivedBytes > ADJUST_PACKETS * (double) fullBytes
        || nowPs - lastAdjustment > networkRtt) {
      adjust(nowPs);
    }
  }

  void onLost(int bytes, long inFlightBytes, long nowPs) {
    ignoredBytes += bytes;
    // Who trims has a queue of about a round trip.
    average((double) networkRtt, true);
    quickIsDue = true;
    if (!adaptQuickly(true, true, 0, inFlightBytes + bytes, nowPs)) {
      window -= bytes;
      keepBounds();
    }
  }

  void onTimeout(long bytes) {
    window = Math.max(fullBytes, window - bytes);
  }

  private void average(double delay, boolean isMarked) {
    double sample = !isMarked && delay > target ? UNMARKED_DELAY_SHARE * baseRtt : delay;
    averageDelay += DELAY_WEIGHT * (sample - averageDelay);
  }

  /** Whether the window was set anew, or what came is to be ignored. */
  private boolean adaptQuickly(
      boolean isMarked, boolean isLoss, double delay, long inFlightBytes, long nowPs) {
    boolean isDone = false;
    if (isMarked && ignoredBytes < bytesToIgnore) {
      isDone = true;
    } else if (nowPs > quickEnd) {
      if (quickEnd != 0
          && (quickIsDue || isLoss || delay > QUICK_DELAYS * (double) target)
          && achievedBytes < largest / QUICK_GATE) {
        window = Math.max(achievedBytes, fullBytes);
        bytesToIgnore = inFlightBytes;
        ignoredBytes = 0;
        quickIsDue = false;
        isDone = true;
      }
      achievedBytes = 0;
      quickEnd = nowPs + baseRtt + target;
    }
    if (isDone) {
      increase = 0;
      receivedBytes = 0;
    }
    return isDone;
  }

  private void increase(int bytes, double delay) {
    double unit = payload * scale;
    if (delay >= target) {
      increase += FAIR_PACKETS * unit * bytes;
      return;
    }
    undelayedBytes = delay < NO_DELAY_PS ? undelayedBytes + bytes : 0;
    isFast = delay < NO_DELAY_PS && (isFast || undelayedBytes > window);
    if (isFast) {
      window += FAST_SHARE * scale * bytes;
    } else {
      increase += PROPORTIONAL_PACKETS * unit * (target - delay) / REFERENCE_RTT_PS * bytes;
    }
  }

  private void decrease(long nowPs) {
    isFast = false;
    undelayedBytes = 0;
    double excess = averageDelay - target;
    if (excess > 0 && nowPs - lastDecrease > baseRtt) {
      window *= Math.max(1 - DECREASE * excess / averageDelay, LARGEST_DECREASE);
      lastDecrease = nowPs;
    }
  }

  private void adjust(long nowPs) {
    window += increase / window;
    if (nowPs - lastAdjustment >= networkRtt) {
      window += PERIODIC_PACKETS * payload * scale;
      lastAdjustment = nowPs;
    }
    increase = 0;
    receivedBytes = 0;
    keepBounds();
  }

  private void keepBounds() {
    window = Math.min(largest, Math.max(fullBytes, window));
  }
}
