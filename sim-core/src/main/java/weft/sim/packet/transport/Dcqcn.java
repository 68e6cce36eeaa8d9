package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * RoCEv2 with DCQCN: go-back-N at a rate that marks bring down and time and bytes bring up again
 * (Zhu et al., Congestion Control for Large-Scale RDMA Deployments, SIGCOMM 2015, section 3.1 and
 * figures 6 and 7; parameters of section 5).
 *
 * <p>The receiver of marked packets sends a notification (CNP) at most every 50 µs. On each, with
 * current rate C, target rate T and estimate α, the sender does T = C, C = C (1 − α/2), α = (1 − g)
 * α + g; after each 55 µs without one, α = (1 − g) α. A timer and a counter of bytes, both set back
 * by a notification, bring the rate up. While neither has expired five times: C = (T + C) / 2 (fast
 * recovery). From then on T grows before that: by one step (additive increase), or, once both have
 * expired more than five times, by a larger one (hyper increase). T never exceeds the line rate.
 *
 * <p>The timers are no events: what they would have done is worked out when a packet is sent or a
 * notification arrives. A rate only matters when a packet is sent; it determines the gap to the
 * next one, and a gap that has begun does not change.
 */
public final class Dcqcn implements Transport {

  private final Parameters parameters;
  private double[] line = new double[0];
  private double[] current = new double[0];
  private double[] target = new double[0];
  private double[] additive = new double[0];
  private double[] alpha = new double[0];
  private long[] alphaSince = new long[0];
  private long[] timerSince = new long[0];
  private long[] timerCount = new long[0];
  private long[] bytesSince = new long[0];
  private long[] byteCount = new long[0];
  private long[] nextNotification = new long[0];
  private long[] timeouts = new long[0];

  /**
   * Parameters of DCQCN. Where nothing else is said, the paper's, and those of htsim's dcqcn.cpp.
   *
   * @param gain g, weight of a notification in α; 1/256
   * @param notificationGapPs least time between two notifications of a flow; 50 µs
   * @param alphaTimerPs 55 µs
   * @param increaseTimerPs 55 µs
   * @param increaseBytes of the counter; 10 MB
   * @param fastRecoveries how often timer or counter expire before a rate exceeds the old one; 5
   * @param additiveShare step of the additive increase, share of the line rate; 1/1,000, which is
   *     the paper's 40 Mb/s at its 40 Gb/s
   * @param hyperSteps step of the hyper increase, in additive ones; 10, as RateHAI to RateAI in the
   *     ns-3 simulator of HPCC's authors (htsim: 2); the paper does not say
   * @param leastShare least rate, share of the line rate; 1/1,000, as 100 Mb/s in that simulator
   *     are of 100 Gb/s
   * @param timeoutPs until a sender that hears nothing goes back; as {@link WindowTransport} has it
   */
  public record Parameters(
      double gain,
      long notificationGapPs,
      long alphaTimerPs,
      long increaseTimerPs,
      long increaseBytes,
      int fastRecoveries,
      double additiveShare,
      double hyperSteps,
      double leastShare,
      long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(
            1 / 256.0,
            50 * Durations.MICROSECOND_PS,
            55 * Durations.MICROSECOND_PS,
            55 * Durations.MICROSECOND_PS,
            10_000_000,
            5,
            0.001,
            10,
            0.001,
            WindowTransport.Parameters.DEFAULT.timeoutPs());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.share("a gain", gain);
      Checks.notNegative("a gap between notifications", notificationGapPs);
      Checks.positive("a timer of alpha", alphaTimerPs);
      Checks.positive("a timer of the increase", increaseTimerPs);
      Checks.positive("a counter of bytes", increaseBytes);
      Checks.positive("a number of fast recoveries", fastRecoveries);
      Checks.share("an additive share", additiveShare);
      Checks.positive("hyper steps", hyperSteps);
      Checks.share("a least share", leastShare);
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new Dcqcn(this);
    }
  }

  private Dcqcn(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Recovery recovery() {
    return Recovery.GO_BACK_N;
  }

  /** After a cut, rates rise for milliseconds: no window of a few round trips is like the next. */
  @Override
  public boolean comesToRest() {
    return false;
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
    if (flow == line.length) {
      grow(Math.max(64, 2 * flow));
    }
    follow(flow, path);
    current[flow] = path.rateBps();
    target[flow] = path.rateBps();
    alpha[flow] = 1;
  }

  /** The rates stay, up to that of the line. */
  @Override
  public void onPathChanged(int flow, FlowPath path) {
    follow(flow, path);
    current[flow] = Math.min(line[flow], current[flow]);
    target[flow] = Math.min(line[flow], target[flow]);
  }

  private void follow(int flow, FlowPath path) {
    line[flow] = path.rateBps();
    additive[flow] = parameters.additiveShare() * path.rateBps();
    timeouts[flow] = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return true;
  }

  @Override
  public long onSent(int flow, int bytes, long nowPs) {
    advance(flow, nowPs);
    bytesSince[flow] += bytes;
    if (bytesSince[flow] >= parameters.increaseBytes()) {
      bytesSince[flow] -= parameters.increaseBytes();
      byteCount[flow]++;
      increase(flow);
    }
    return (long) (bytes * 8e12 / current[flow]);
  }

  @Override
  public boolean notifiesCongestion(int flow, long nowPs) {
    if (nowPs < nextNotification[flow]) {
      return false;
    }
    nextNotification[flow] = nowPs + parameters.notificationGapPs();
    return true;
  }

  @Override
  public void onCongestionNotification(int flow, long nowPs) {
    advance(flow, nowPs);
    target[flow] = current[flow];
    current[flow] =
        Math.max(line[flow] * parameters.leastShare(), current[flow] * (1 - alpha[flow] / 2));
    alpha[flow] += parameters.gain() * (1 - alpha[flow]);
    alphaSince[flow] = nowPs;
    timerSince[flow] = nowPs;
    timerCount[flow] = 0;
    bytesSince[flow] = 0;
    byteCount[flow] = 0;
  }

  /** The rate at a point in time, bits per second. */
  double rateBps(int flow, long nowPs) {
    advance(flow, nowPs);
    return current[flow];
  }

  /** Does what the timers would have done until now. */
  private void advance(int flow, long nowPs) {
    long expired = (nowPs - alphaSince[flow]) / parameters.alphaTimerPs();
    if (expired > 0) {
      alpha[flow] *= Math.pow(1 - parameters.gain(), (double) expired);
      alphaSince[flow] += expired * parameters.alphaTimerPs();
    }
    long left = (nowPs - timerSince[flow]) / parameters.increaseTimerPs();
    timerSince[flow] += left * parameters.increaseTimerPs();
    while (left > 0 && current[flow] < line[flow]) {
      timerCount[flow]++;
      increase(flow);
      left--;
    }
    timerCount[flow] += left;
  }

  private void increase(int flow) {
    int fast = parameters.fastRecoveries();
    if (Math.min(timerCount[flow], byteCount[flow]) > fast) {
      target[flow] += parameters.hyperSteps() * additive[flow];
    } else if (Math.max(timerCount[flow], byteCount[flow]) >= fast) {
      target[flow] += additive[flow];
    }
    target[flow] = Math.min(line[flow], target[flow]);
    current[flow] = (target[flow] + current[flow]) / 2;
  }

  private void grow(int size) {
    line = Arrays.copyOf(line, size);
    current = Arrays.copyOf(current, size);
    target = Arrays.copyOf(target, size);
    additive = Arrays.copyOf(additive, size);
    alpha = Arrays.copyOf(alpha, size);
    alphaSince = Arrays.copyOf(alphaSince, size);
    timerSince = Arrays.copyOf(timerSince, size);
    timerCount = Arrays.copyOf(timerCount, size);
    bytesSince = Arrays.copyOf(bytesSince, size);
    byteCount = Arrays.copyOf(byteCount, size);
    nextNotification = Arrays.copyOf(nextNotification, size);
    timeouts = Arrays.copyOf(timeouts, size);
  }
}
