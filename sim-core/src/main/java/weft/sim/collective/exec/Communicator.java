package weft.sim.collective.exec;

import java.util.Arrays;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.NetworkModel;

/**
 * A group of endpoints with its rings laid over the fabric: what NCCL sets up once and then uses
 * for every collective of the group. It also holds the state of the collective under way, which can
 * only be one.
 */
public final class Communicator {

  private final int ranks;
  private final RingLayout layout;
  private final int firstFlow;
  private final RingEdges[] rings;
  private final RingSchedule[] schedules;

  private boolean busy;
  private Operation operation = Operation.ALL_REDUCE;
  private long bytes = -1;
  private long token;
  private long startPs;
  private long endPs;
  private int boundLink;

  /** Transfers not yet delivered; for each channel, and of all channels. */
  private final int[] pending;

  private int channelsPending;

  /** For each channel, the sum over its edges of the time from start to delivery. */
  private final long[] deliverySums;

  /** For each channel, when the last edge was delivered, its step included. */
  private final long[] lastDeliveries;

  /**
   * Sets up a group.
   *
   * @param members endpoint of each rank of the group, at least 1
   * @param firstFlow flow number of channel 0's connections; channel <i>c</i> has {@code firstFlow
   *     + c}
   * @param wantedChannels number of channels, or {@link RingLayout#AUTOMATIC}
   */
  public Communicator(
      NetworkModel network,
      Fabric fabric,
      StepCosts costs,
      int[] members,
      int firstFlow,
      int wantedChannels) {
    this.firstFlow = firstFlow;
    ranks = members.length;
    layout =
        RingLayout.of(
            Arrays.stream(members).map(fabric::domain).toArray(),
            Arrays.stream(members).map(fabric::rail).toArray(),
            wantedChannels);
    int channels = layout.channels();
    rings = new RingEdges[channels];
    schedules = new RingSchedule[channels];
    pending = new int[channels];
    deliverySums = new long[channels];
    lastDeliveries = new long[channels];
    for (int channel = 0; ranks > 1 && channel < channels; channel++) {
      rings[channel] = measure(network, fabric, costs, members, channel);
    }
  }

  private RingEdges measure(
      NetworkModel network, Fabric fabric, StepCosts costs, int[] members, int channel) {
    int[] endpoints = new int[ranks];
    for (int position = 0; position < ranks; position++) {
      endpoints[position] = members[layout.rank(channel, position)];
    }
    long[] wireLatenciesPs = new long[ranks];
    long[] stepCostsPs = new long[ranks];
    for (int position = 0; position < ranks; position++) {
      int from = endpoints[position];
      int to = endpoints[(position + 1) % ranks];
      wireLatenciesPs[position] = network.latencyPs(from, to, flow(channel));
      stepCostsPs[position] =
          fabric.domain(from) == fabric.domain(to) ? costs.scaleUpPs() : costs.scaleOutPs();
    }
    return RingEdges.of(endpoints, wireLatenciesPs, stepCostsPs);
  }

  /** Number of ranks. */
  public int ranks() {
    return ranks;
  }

  /** Number of channels. */
  public int channels() {
    return rings.length;
  }

  int flow(int channel) {
    return firstFlow + channel;
  }

  int endpoint(int channel, int position) {
    return rings[channel].endpoints()[position];
  }

  /** What a channel does in the collective under way. */
  RingSchedule schedule(int channel) {
    return schedules[channel];
  }

  void begin(Operation operation, long bytes, long token, long nowPs) {
    if (busy) {
      throw new IllegalStateException("a second collective on a busy communicator");
    }
    busy = true;
    if (ranks > 1 && (bytes != this.bytes || operation != this.operation)) {
      for (int channel = 0; channel < rings.length; channel++) {
        schedules[channel] =
            new RingSchedule(operation, ranks, layout.channelBytes(channel, bytes));
      }
    }
    this.operation = operation;
    this.bytes = bytes;
    this.token = token;
    endPs = nowPs;
    boundLink = -1;
  }

  /** The transfers of all channels start now. */
  void launched(long nowPs) {
    startPs = nowPs;
    channelsPending = rings.length;
    Arrays.fill(pending, ranks);
    Arrays.fill(deliverySums, 0);
    Arrays.fill(lastDeliveries, 0);
  }

  /**
   * The transfer of an edge has been delivered.
   *
   * @return whether it was the last of all: then {@link #endPs()} is known
   */
  boolean delivered(int channel, int position, long nowPs, int link) {
    deliverySums[channel] += nowPs - startPs;
    lastDeliveries[channel] =
        Math.max(lastDeliveries[channel], nowPs + rings[channel].stepCostsPs()[position]);
    if (--pending[channel] > 0) {
      return false;
    }
    closeChannel(channel, link);
    return --channelsPending == 0;
  }

  /** The rule of {@link RingRunner}, for a channel whose edges have all been delivered. */
  private void closeChannel(int channel, int link) {
    long drainSum = deliverySums[channel] - rings[channel].wireLatencyPs();
    long meanDrainPs = -Math.floorDiv(-drainSum, (long) ranks);
    long chainPs = rings[channel].chainPs(operation);
    long lastPs = Math.max(lastDeliveries[channel], startPs + meanDrainPs + chainPs);
    if (lastPs > endPs) {
      endPs = lastPs;
      boundLink = chainPs > meanDrainPs ? -1 : link;
    }
  }

  /** When the collective ends, or ended, picoseconds. */
  long endPs() {
    return endPs;
  }

  /** The link that bounded the collective; −1 if latency did. */
  int boundLink() {
    return boundLink;
  }

  /** Frees the communicator and returns the token of the collective that ended. */
  long end() {
    busy = false;
    return token;
  }
}
