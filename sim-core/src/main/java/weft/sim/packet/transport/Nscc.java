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

  private final Parameters parameters;
  private NsccFlow[] flows = new NsccFlow[0];

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
    return flows[flow].timeoutPs();
  }

  @Override
  public void open(int flow, FlowPath path) {
    if (flow == flows.length) {
      flows = Arrays.copyOf(flows, Math.max(64, 2 * flow));
    }
    flows[flow] = new NsccFlow(parameters, path);
  }

  @Override
  public void onPathChanged(int flow, FlowPath path) {
    flows[flow].onPathChanged(path);
  }

  @Override
  public long mostInFlightBytes(int flow) {
    return (long) flows[flow].largestBytes();
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes + bytes <= flows[flow].windowBytes();
  }

  @Override
  public boolean asksForAcknowledgement(int flow, long inFlightBytes, int bytes) {
    return inFlightBytes + bytes >= flows[flow].windowBytes();
  }

  /** The window, bytes. */
  double windowBytes(int flow) {
    return flows[flow].windowBytes();
  }

  @Override
  public void onAcknowledged(int flow, Acknowledgement acknowledgement) {
    flows[flow].onAcknowledged(acknowledgement);
  }

  @Override
  public void onLost(int flow, int bytes, long inFlightBytes, long nowPs) {
    flows[flow].onLost(bytes, inFlightBytes, nowPs);
  }

  @Override
  public void onTimeout(int flow, long bytes, long nowPs) {
    flows[flow].onTimeout(bytes);
  }
}
