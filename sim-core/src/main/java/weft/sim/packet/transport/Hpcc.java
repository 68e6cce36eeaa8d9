package weft.sim.packet.transport;

import java.util.Arrays;
import weft.sim.packet.store.Telemetry;

/**
 * HPCC: each switch writes into a packet how full its port is, and the sender's window follows from
 * the fullest (Li et al., HPCC: High Precision Congestion Control, SIGCOMM 2019, algorithm 1; go
 * back N as RoCEv2 has it).
 *
 * <p>The use of a link, from two acknowledgements one after the other: u = min(queues) / (B T) +
 * (bytes sent in between / time in between) / B. Their largest, averaged over a base round trip T,
 * is U, 1 to begin with (as in the authors' ns-3 simulator; htsim begins with η). If U ≥ η, or
 * after five additive steps: W = Wc η / U + W_AI, else W = Wc + W_AI; Wc follows once a round trip.
 * Packets are paced at W / T.
 *
 * <p>Of the way, the ports of switches count, not the one of the sending host, whose flows take
 * turns. The path of a flow must not change: sprayed over several paths, it would compare one link
 * with another.
 */
public final class Hpcc implements Transport {

  private static final int KEPT_WORDS = 3;

  private final Parameters parameters;
  private long[] rtt = new long[0];
  private double[] first = new double[0];
  private double[] window = new double[0];
  private double[] reference = new double[0];
  private double[] use = new double[0];
  private int[] stage = new int[0];
  private int[] updateSequence = new int[0];
  private int[] knownHops = new int[0];
  private int[] links = new int[0];
  private long[] timeouts = new long[0];

  /** Time, bytes sent and queue of each link as it was told last. */
  private long[] known = new long[0];

  private int used;

  /**
   * Parameters of HPCC.
   *
   * @param utilization η, use of a link to settle at; 0.95
   * @param stages additive steps before a proportional one; 5
   * @param additiveBytes W_AI; the paper's rule is at most W (1 − η) / N for N flows on a link; 80
   *     bytes, an assumption: 100 Gb/s × 13 µs and 100 flows
   * @param leastShare least window as a share of the first; 1/1,000, an assumption
   * @param timeoutPs until a sender that hears nothing goes back; as {@link WindowTransport} has it
   */
  public record Parameters(
      double utilization, int stages, double additiveBytes, double leastShare, long timeoutPs)
      implements TransportKind {

    /** The defaults above. */
    public static final Parameters DEFAULT =
        new Parameters(0.95, 5, 80, 0.001, WindowTransport.Parameters.DEFAULT.timeoutPs());

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Parameters {
      Checks.share("a utilization", utilization);
      Checks.notNegative("a number of stages", stages);
      Checks.positive("additive bytes", additiveBytes);
      Checks.share("a least share", leastShare);
      Checks.timeout(timeoutPs);
    }

    @Override
    public Transport create() {
      return new Hpcc(this);
    }
  }

  private Hpcc(Parameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public Recovery recovery() {
    return Recovery.GO_BACK_N;
  }

  @Override
  public boolean isPaced() {
    return true;
  }

  @Override
  public int telemetryWordsPerHop() {
    return Telemetry.WORDS;
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
    follow(flow, path);
    window[flow] = first[flow];
    reference[flow] = first[flow];
    use[flow] = 1;
  }

  /**
   * What the ports of another path have sent says nothing of this one's (HPCC: pathID). The window
   * stays, within its new bounds: what this path carries is not known yet.
   */
  @Override
  public void onPathChanged(int flow, FlowPath path) {
    knownHops[flow] = 0;
    follow(flow, path);
    window[flow] = bounded(flow, window[flow]);
    reference[flow] = bounded(flow, reference[flow]);
  }

  private void follow(int flow, FlowPath path) {
    rtt[flow] = path.baseRttPs();
    first[flow] = path.bandwidthDelayBytes();
    timeouts[flow] = Math.max(parameters.timeoutPs(), 4 * path.baseRttPs());
    reserve(flow, path.hops());
  }

  private double bounded(int flow, double bytes) {
    return Math.min(first[flow], Math.max(first[flow] * parameters.leastShare(), bytes));
  }

  private void reserve(int flow, int hops) {
    links[flow] = used;
    used += hops * KEPT_WORDS;
    if (used > known.length) {
      known = Arrays.copyOf(known, Math.max(used, 2 * known.length));
    }
  }

  @Override
  public boolean maySend(int flow, long inFlightBytes, int bytes) {
    // A packet that has begun to fit may go: W is no multiple of packets, and pacing holds the
    // rate.
    return inFlightBytes == 0 || inFlightBytes < window[flow];
  }

  @Override
  public long onSent(int flow, int bytes, long nowPs) {
    return (long) (bytes * (double) rtt[flow] / window[flow]);
  }

  @Override
  public void onAcknowledged(int flow, Acknowledgement acknowledgement) {
    if (acknowledgement.hops() == 0) {
      return;
    }
    if (knownHops[flow] != acknowledgement.hops()) {
      keep(flow, acknowledgement);
      updateSequence[flow] = acknowledgement.nextSequence();
      return;
    }
    measure(flow, acknowledgement);
    keep(flow, acknowledgement);
    boolean isUpdate = acknowledgement.sequence() >= updateSequence[flow];
    adjust(flow, isUpdate);
    if (isUpdate) {
      updateSequence[flow] = acknowledgement.nextSequence();
    }
  }

  /** The window, bytes. */
  double windowBytes(int flow) {
    return window[flow];
  }

  private void measure(int flow, Acknowledgement acknowledgement) {
    double largest = 0;
    double spanPs = 0;
    for (int hop = 0; hop < acknowledgement.hops(); hop++) {
      int at = links[flow] + hop * KEPT_WORDS;
      double timePs = acknowledgement.timePs(hop) - known[at];
      if (timePs > 0) {
        double bytesPerPs = acknowledgement.rateBps(hop) / 8e12;
        double queue = Math.min(acknowledgement.queueBytes(hop), known[at + 2]);
        double sent = acknowledgement.sentBytes(hop) - known[at + 1];
        double used = queue / (bytesPerPs * rtt[flow]) + sent / timePs / bytesPerPs;
        if (used > largest) {
          largest = used;
          spanPs = timePs;
        }
      }
    }
    double weight = Math.min(spanPs / rtt[flow], 1);
    use[flow] += weight * (largest - use[flow]);
  }

  private void adjust(int flow, boolean isUpdate) {
    boolean isProportional =
        use[flow] >= parameters.utilization() || stage[flow] >= parameters.stages();
    double wanted =
        isProportional ? reference[flow] * parameters.utilization() / use[flow] : reference[flow];
    window[flow] = bounded(flow, wanted + parameters.additiveBytes());
    if (isUpdate) {
      stage[flow] = isProportional ? 0 : stage[flow] + 1;
      reference[flow] = window[flow];
    }
  }

  private void keep(int flow, Acknowledgement acknowledgement) {
    knownHops[flow] = acknowledgement.hops();
    for (int hop = 0; hop < acknowledgement.hops(); hop++) {
      int at = links[flow] + hop * KEPT_WORDS;
      known[at] = acknowledgement.timePs(hop);
      known[at + 1] = acknowledgement.sentBytes(hop);
      known[at + 2] = acknowledgement.queueBytes(hop);
    }
  }

  private void grow(int size) {
    rtt = Arrays.copyOf(rtt, size);
    first = Arrays.copyOf(first, size);
    window = Arrays.copyOf(window, size);
    reference = Arrays.copyOf(reference, size);
    use = Arrays.copyOf(use, size);
    stage = Arrays.copyOf(stage, size);
    updateSequence = Arrays.copyOf(updateSequence, size);
    knownHops = Arrays.copyOf(knownHops, size);
    links = Arrays.copyOf(links, size);
    timeouts = Arrays.copyOf(timeouts, size);
  }
}
