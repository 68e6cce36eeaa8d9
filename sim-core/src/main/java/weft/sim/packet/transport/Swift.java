package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * Swift: a window by delay alone (Kumar et al., Swift: Delay is Simple and Effective for Congestion
 * Control in the Datacenter, SIGCOMM 2020, algorithm 1 and section 3.5).
 *
 * <p>Below the target delay, an acknowledgement of <i>n</i> packets adds ai × n / window, or ai × n
 * to a window below one packet; at or above it, at most once a round trip, the window shrinks by
 * max(1 − β (delay − target) / delay, 1 − max_mdf). A window below one packet means one packet
 * every round trip / window.
 *
 * <p>Target: base + links × ħ + min(range, max(0, α / √window − α / √largest)), with α = range / (1
 * / √least − 1 / √largest): longer ways get more, and small windows, which means many flows, get
 * more (topology and flow scaling).
 *
 * <p>The delay is the round trip as the sender measures it; the delay of the receiving host, which
 * Swift treats apart, is none here. Recovery is selective; what no switch reports as trimmed is
 * noticed by a timeout only, not by later packets that arrive.
 *
 * <p>Packets that were lost together are given up one by one, as each was sent at its own time.
 * That is one timeout, as it would be by the single timer of a connection: what follows it within
 * the retransmission timeout neither counts nor shrinks the window. An acknowledgement of a packet
 * that was given up has no delay, as nobody knows which copy it is about; it adds to the window, as
 * one below the target does, and never shrinks it (an assumption: where network cards stamp each
 * copy, there is always a delay).
 */
public final class Swift implements Transport {

  private final Parameters parameters;
  private final double flowAlpha;
  private final double flowOffset;
  private int[] fullBytes = new int[0];
  private double[] target = new double[0];
  private double[] range = new double[0];
  private double[] window = new double[0];
  private double[] largest = new double[0];
  private long[] lastRtt = new long[0];
  private long[] lastDecrease = new long[0];
  private int[] timeoutsInRow = new int[0];
  private long[] lastTimeout = new long[0];
  private long[] timeouts = new long[0];

  /**
   * Parameters of Swift.
   *
   * @param additivePackets ai; 1 as in htsim, which calls this and the next two guesses
   * @param decrease β; 0.8
   * @param largestDecrease max_mdf; 0.5
   * @param baseTargetPs picoseconds; 0 for each flow's round trip without any queue, an assumption
   *     (htsim: 20 µs)
   * @param hopTargetPs ħ, what a link may add, picoseconds; 1 µs, an assumption (htsim: its base
   *     target / 6.55, about 3 µs)
   * @param flowRangeShare range of flow scaling as a share of the target without it; 4, an
   *     assumption (htsim: 5 × its base target, which lacks the links)
   * @param leastScaledPackets window at which flow scaling is largest; 0.1 as in htsim
   * @param largestScaledPackets window at which flow scaling ends; 100 as in htsim
   * @param leastPackets least window; 0.001, an assumption
   * @param largestTrips first window is 1 × rate × round trip, the largest that many; 8, an
   *     assumption
   * @param timeoutPs until a packet that nothing was heard of is sent again, picoseconds; at least
   *     twice the largest target is taken. 500 µs, an assumption
   */
  public record Parameters(
      double additivePackets,
      double decrease,
      double largestDecrease,
      long baseTargetPs,
      long hopTargetPs,
      double flowRangeShare,
      double leastScaledPackets,
      double largestScaledPackets,
      double leastPackets,
      double largestTrips,
      long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(
            1,
            0.8,
            0.5,
            0,
            Durations.MICROSECOND_PS,
            4,
            0.1,
            100,
            0.001,
            8,
            500 * Durations.MICROSECOND_PS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.positive("an additive increase", additivePackets);
      Checks.share("a decrease", decrease);
      Checks.share("a largest decrease", largestDecrease);
      Checks.notNegative("a base target", baseTargetPs);
      Checks.notNegative("a target of a link", hopTargetPs);
      Checks.notNegative("a range of flow scaling", flowRangeShare);
      Checks.positive("a least scaled window", leastScaledPackets);
      Checks.positive("a largest scaled window", largestScaledPackets);
      if (leastScaledPackets >= largestScaledPackets) {
        throw new IllegalArgumentException(
            "flow scaling from "
                + leastScaledPackets
                + " to "
                + largestScaledPackets
                + " packets, the first must be less");
      }
      Checks.share("a least window", leastPackets);
      Checks.positive("a largest window", largestTrips);
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new Swift(this);
    }
  }

  /** Timeouts in a row after which the window is the least (RETX_RESET_THRESHOLD; 5 in htsim). */
  private static final int RESET_TIMEOUTS = 5;

  private Swift(Parameters parameters) {
    this.parameters = parameters;
    double atLargest = 1 / Math.sqrt(parameters.largestScaledPackets());
    flowAlpha = 1 / (1 / Math.sqrt(parameters.leastScaledPackets()) - atLargest);
    flowOffset = flowAlpha * atLargest;
  }

  @Override
  public Recovery recovery() {
    return Recovery.SELECTIVE;
  }

  @Override
  public boolean isPaced() {
    return true;
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
    follow(flow, path);
    window[flow] = firstWindow(path);
    lastRtt[flow] = path.baseRttPs();
    lastDecrease[flow] = Long.MIN_VALUE / 2;
    lastTimeout[flow] = Long.MIN_VALUE / 2;
  }

  /** Another target, as for more links; the window stays, within its new bounds. */
  @Override
  public void onPathChanged(int flow, FlowPath path) {
    follow(flow, path);
    keepBounds(flow);
  }

  private void follow(int flow, FlowPath path) {
    double base =
        parameters.baseTargetPs() == 0 ? path.baseRttPs() : (double) parameters.baseTargetPs();
    target[flow] = base + path.hops() * (double) parameters.hopTargetPs();
    range[flow] = parameters.flowRangeShare() * target[flow];
    largest[flow] = firstWindow(path) * Math.max(1, parameters.largestTrips());
    timeouts[flow] =
        Math.max(parameters.timeoutPs(), (long) Math.ceil(2 * (target[flow] + range[flow])));
  }

  private static double firstWindow(FlowPath path) {
    return Math.max(1, path.bandwidthDelayBytes() / path.fullBytes());
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return (long) Math.ceil(largest[flow] * fullBytes[flow]);
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes == 0 || inFlightBytes + bytes <= window[flow] * fullBytes[flow];
  }

  @Override
  public long onSent(int flow, int bytes, long nowPs) {
    return window[flow] < 1 ? (long) (lastRtt[flow] / window[flow]) : 0;
  }

  /** The window, packets. */
  double windowPackets(int flow) {
    return window[flow];
  }

  /** The target delay for the window of the moment, picoseconds. */
  double targetPs(int flow) {
    double scaled = flowAlpha / Math.sqrt(window[flow]) - flowOffset;
    return target[flow] + range[flow] * Math.max(0, Math.min(scaled, 1));
  }

  @Override
  public void onAcknowledged(int flow, Acknowledgement acknowledgement) {
    timeoutsInRow[flow] = 0;
    long delayPs = acknowledgement.rttPs();
    if (delayPs < 0) {
      increase(flow, acknowledgement.bytes());
      return;
    }
    lastRtt[flow] = delayPs;
    double targetPs = targetPs(flow);
    if (delayPs < targetPs) {
      increase(flow, acknowledgement.bytes());
    } else {
      double share = 1 - parameters.decrease() * (delayPs - targetPs) / delayPs;
      decrease(flow, share, acknowledgement.nowPs());
    }
  }

  @Override
  public void onLost(int flow, int bytes, long inFlightBytes, long nowPs) {
    timeoutsInRow[flow] = 0;
    decrease(flow, 0, nowPs);
  }

  @Override
  public void onTimeout(int flow, long bytes, long nowPs) {
    if (nowPs - lastTimeout[flow] < timeouts[flow]) {
      return;
    }
    lastTimeout[flow] = nowPs;
    if (++timeoutsInRow[flow] >= RESET_TIMEOUTS) {
      window[flow] = parameters.leastPackets();
      lastDecrease[flow] = nowPs;
    } else {
      decrease(flow, 0, nowPs);
    }
  }

  private void increase(int flow, int bytes) {
    double packets = (double) bytes / fullBytes[flow];
    window[flow] += parameters.additivePackets() * packets / Math.max(1, window[flow]);
    keepBounds(flow);
  }

  /** Shrinks to a share of the window, but not by too much, nor twice in a round trip. */
  private void decrease(int flow, double share, long nowPs) {
    if (nowPs - lastDecrease[flow] >= lastRtt[flow]) {
      window[flow] *= Math.max(share, 1 - parameters.largestDecrease());
      lastDecrease[flow] = nowPs;
      keepBounds(flow);
    }
  }

  private void keepBounds(int flow) {
    window[flow] = Math.min(largest[flow], Math.max(parameters.leastPackets(), window[flow]));
  }

  private void grow(int size) {
    fullBytes = Arrays.copyOf(fullBytes, size);
    target = Arrays.copyOf(target, size);
    range = Arrays.copyOf(range, size);
    window = Arrays.copyOf(window, size);
    largest = Arrays.copyOf(largest, size);
    lastRtt = Arrays.copyOf(lastRtt, size);
    lastDecrease = Arrays.copyOf(lastDecrease, size);
    timeoutsInRow = Arrays.copyOf(timeoutsInRow, size);
    lastTimeout = Arrays.copyOf(lastTimeout, size);
    timeouts = Arrays.copyOf(timeouts, size);
  }
}
