package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.unit.Durations;

/**
 * What a fabric could do if no transport stood in its way: line rate from the first packet on, no
 * reaction to marks, delay or losses, packets taken in any order.
 *
 * <p>A baseline to hold other transports against, on switches whose queues have no limit, which is
 * up to the scenario: then every link is busy as long as a packet wants to cross it, so what is
 * lost against line rate is due to paths and traffic alone, and the difference of another transport
 * is its own. The window of two round trips only bounds what both ends have to remember: one keeps
 * a link busy, and two keep it so behind another link that is in turn with other flows. On switches
 * that drop, a timeout of 100 ms repeats what was lost, which is no ideal at all.
 */
public final class IdealTransport implements Transport {

  /** A path may be so short that a round trip holds hardly a packet. */
  private static final int LEAST_PACKETS = 16;

  private final Parameters parameters;
  private long[] windows = new long[0];

  /**
   * Parameters, all of them assumptions.
   *
   * @param windowTrips window in rate × base round trip; 2
   * @param timeoutPs until a packet that nothing was heard of is sent again, picoseconds; 100 ms,
   *     more than any queue should take
   */
  public record Parameters(double windowTrips, long timeoutPs) implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT = new Parameters(2, 100_000 * Durations.MICROSECOND_PS);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.positive("a window", windowTrips);
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new IdealTransport(this);
    }
  }

  private IdealTransport(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Recovery recovery() {
    return Recovery.SELECTIVE;
  }

  @Override
  public long retransmissionTimeoutPs(int flow) {
    return parameters.timeoutPs();
  }

  @Override
  public void open(int flow, FlowPath path) {
    if (flow == windows.length) {
      windows = Arrays.copyOf(windows, Math.max(64, 2 * flow));
    }
    onPathChanged(flow, path);
  }

  @Override
  public void onPathChanged(int flow, FlowPath path) {
    windows[flow] =
        Math.max(
            (long) LEAST_PACKETS * path.fullBytes(),
            (long) Math.ceil(parameters.windowTrips() * path.bandwidthDelayBytes()));
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return windows[flow];
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes + bytes <= windows[flow];
  }
}
