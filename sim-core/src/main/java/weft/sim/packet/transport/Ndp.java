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

  private final Parameters parameters;
  private int[] credits = new int[0];
  private long[] windowBytes = new long[0];
  private long[] timeouts = new long[0];
  private long[] lastPulls = new long[0];

  /**
   * Parameters of NDP.
   *
   * @param firstWindowPackets packets that a sender begins with; 50 in the htsim runs of
   *     docs/validation.md
   * @param pullShare share of its link's rate at which a receiver asks; 0.99 in htsim
   * @param timeoutPs until a packet that nothing was heard of is sent again, picoseconds; at least
   *     four base round trips are taken. 1 ms, an assumption
   */
  public record Parameters(int firstWindowPackets, double pullShare, long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(50, 0.99, 1000 * Durations.MICROSECOND_PS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      if (firstWindowPackets < 1 || firstWindowPackets > 1 << 20) {
        throw new IllegalArgumentException(
            "a first window of " + firstWindowPackets + " packets, 1 … 1,048,576 are possible");
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
      windowBytes = Arrays.copyOf(windowBytes, size);
      timeouts = Arrays.copyOf(timeouts, size);
      lastPulls = Arrays.copyOf(lastPulls, size);
    }
    credits[flow] = parameters.firstWindowPackets();
    windowBytes[flow] = (long) parameters.firstWindowPackets() * path.fullBytes();
    timeouts[flow] = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return windowBytes[flow];
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
    credits[flow] = parameters.firstWindowPackets();
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
      long fullBytes = windowBytes[flow] / parameters.firstWindowPackets();
      addCredit(flow, (int) Math.min(Integer.MAX_VALUE / 2, (bytes + fullBytes - 1) / fullBytes));
    } else if (credits[flow] == 0 && nowPs - lastPulls[flow] >= timeouts[flow]) {
      credits[flow] = 1;
    }
  }

  private void addCredit(int flow, int packets) {
    credits[flow] = Math.min(parameters.firstWindowPackets(), credits[flow] + packets);
  }
}
