package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * NDP: the receiver asks for packets at the pace of its link, and switches cut the payload off what
 * they have no room for, so that it learns of every packet at once (Handley et al., Re-architecting
 * datacenter networks and stacks for low latency and high performance, SIGCOMM 2017).
 *
 * <p>A sender begins with a window of packets that nobody asked for; every packet that arrives,
 * with or without payload, has the receiver ask for one more (section 3.2). What was trimmed goes
 * first. So bytes under way never exceed the first window.
 *
 * <p>If headers or requests get lost, a timeout puts it right: each packet that counts as lost may
 * be sent again unasked, and a flow that has waited for a request for that long, with nothing under
 * way, sends one packet. A transfer that finds its flow with nothing left to receive begins with a
 * first window again, as a new connection would.
 */
public final class Ndp implements Transport {

  private static final int LEAST_WINDOW = 50;
  private static final int MOST_WINDOW = 1 << 20;

  private final Parameters parameters;
  private int[] credits = new int[0];
  private int[] windows = new int[0];
  private int[] fullBytes = new int[0];
  private long[] timeouts = new long[0];
  private long[] lastPulls = new long[0];

  /**
   * Parameters of NDP.
   *
   * @param firstWindowPackets packets that a sender begins with; 0 for rate × base round trip of
   *     each flow, without which a flow that is alone would not fill its path (section 3.2), and at
   *     least the 50 of the htsim runs of docs/validation.md
   * @param pullShare share of its link's rate at which a receiver asks; 0.99 in htsim
   * @param timeoutPs until a packet that nothing was heard of is sent again, picoseconds; at least
   *     four base round trips are taken. 1 ms, an assumption
   */
  public record Parameters(int firstWindowPackets, double pullShare, long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(0, 0.99, 1000 * Durations.MICROSECOND_PS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      if (firstWindowPackets < 0 || firstWindowPackets > 1 << 20) {
        throw new IllegalArgumentException(
            "a first window of " + firstWindowPackets + " packets, 0 … 1,048,576 are possible");
      }
      if (!(pullShare > 0 && pullShare <= 1)) {
        throw new IllegalArgumentException("pulls at " + pullShare + " of the rate, not in 0 … 1");
      }
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new Ndp(this);
    }
  }

  private Ndp(Parameters parameters) {
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
  public boolean isPulled() {
    return true;
  }

  @Override
  public double pullShare() {
    return parameters.pullShare();
  }

  @Override
  public boolean padsLastPacket() {
    return true;
  }

  @Override
  public long retransmissionTimeoutPs(int flow) {
    return timeouts[flow];
  }

  @Override
  public void open(int flow, FlowPath path) {
    if (flow == credits.length) {
      int size = Math.max(64, 2 * flow);
      credits = Arrays.copyOf(credits, size);
      windows = Arrays.copyOf(windows, size);
      fullBytes = Arrays.copyOf(fullBytes, size);
      timeouts = Arrays.copyOf(timeouts, size);
      lastPulls = Arrays.copyOf(lastPulls, size);
    }
    fullBytes[flow] = path.fullBytes();
    follow(flow, path);
    credits[flow] = windows[flow];
  }

  /** The next transfer begins with the window of the new path. */
  @Override
  public void onPathChanged(int flow, FlowPath path) {
    follow(flow, path);
    credits[flow] = Math.min(windows[flow], credits[flow]);
  }

  private void follow(int flow, FlowPath path) {
    windows[flow] =
        parameters.firstWindowPackets() == 0 ? ownWindow(path) : parameters.firstWindowPackets();
    timeouts[flow] = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
  }

  private static int ownWindow(FlowPath path) {
    double packets = Math.ceil(path.bandwidthDelayBytes() / path.fullBytes()) + 1;
    return (int) Math.min(MOST_WINDOW, Math.max(LEAST_WINDOW, packets));
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return (long) windows[flow] * fullBytes[flow];
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return credits[flow] > 0;
  }

  @Override
  public long onSent(int flow, int bytes, long nowPs) {
    credits[flow]--;
    return 0;
  }

  @Override
  public void onStart(int flow, long nowPs) {
    credits[flow] = windows[flow];
    lastPulls[flow] = nowPs;
  }

  @Override
  public void onPull(int flow, int packets, long nowPs) {
    lastPulls[flow] = nowPs;
    addCredit(flow, packets);
  }

  @Override
  public void onTimeout(int flow, long bytes, long nowPs) {
    if (bytes > 0) {
      long packets = (bytes + fullBytes[flow] - 1) / fullBytes[flow];
      addCredit(flow, (int) Math.min(Integer.MAX_VALUE / 2, packets));
    } else if (credits[flow] == 0 && nowPs - lastPulls[flow] >= timeouts[flow]) {
      credits[flow] = 1;
    }
  }

  private void addCredit(int flow, int packets) {
    credits[flow] = Math.min(windows[flow], credits[flow] + packets);
  }
}
