package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.NetworkModel;
import weft.sim.unit.Durations;

/**
 * A group of endpoints with its rings laid over the fabric: what NCCL sets up once and then uses
 * for every collective of the group. It also holds the state of the collective under way, which can
 * only be one.
 */
public final class Communicator {

  /** How long the paths of connections are. */
  @FunctionalInterface
  public interface Latencies {

    /** Latency of a connection when nothing else is sent, picoseconds. */
    long latencyPs(int source, int destination, int flow);
  }

  private static final int NONE = -1;

  private final int ranks;
  private final RingLayout layout;
  private final int firstFlow;
  private final Ring[] rings;
  private final RingSchedule[] schedules;

  /**
   * For each edge, channel × ranks + position, whether its transfer is simulated, and the next edge
   * whose transfer goes just like it; null if all are simulated.
   */
  private int @Nullable [] nextAlike;

  private boolean @Nullable [] isFirst;

  /** Null if the time of a collective depends on what else goes on. */
  private @Nullable Repetitions repetitions;

  /** The one under way; null if it is simulated. */
  private Repetitions.@Nullable Entry repeated;

  private boolean busy;
  private Operation operation = Operation.ALL_REDUCE;
  private long bytes = -1;
  private long token;
  private long startPs;
  private long endPs;
  private int boundLink;
  private int pendingRings;

  /**
   * Sets up a group.
   *
   * @param members endpoint of each rank of the group, at least 1
   * @param firstFlow flow number of channel 0's connections; channel <i>c</i> has {@code firstFlow
   *     + c}
   * @param wantedChannels number of channels, or {@link RingLayout#AUTOMATIC}
   */
  public Communicator(
      Latencies network,
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
            Arrays.stream(members).map(fabric::ports).min().orElse(1),
            isMesh(fabric, members),
            wantedChannels);
    int channels = layout.channels();
    rings = new Ring[channels];
    schedules = new RingSchedule[channels];
    for (int channel = 0; ranks > 1 && channel < channels; channel++) {
      rings[channel] = ring(network, fabric, costs, members, channel);
    }
  }

  /** Whether the members of the first one's domain are all joined to each other directly. */
  private static boolean isMesh(Fabric fabric, int[] members) {
    int[] nodes =
        Arrays.stream(members)
            .filter(member -> fabric.domain(member) == fabric.domain(members[0]))
            .map(fabric::endpointNode)
            .toArray();
    for (int from : nodes) {
      for (int to : nodes) {
        if (from != to && !fabric.isJoined(from, to)) {
          return false;
        }
      }
    }
    return nodes.length > 1;
  }

  private Ring ring(Latencies network, Fabric fabric, StepCosts costs, int[] members, int channel) {
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
    return new Ring(endpoints, wireLatenciesPs, stepCostsPs);
  }

  /** Number of ranks. */
  public int ranks() {
    return ranks;
  }

  /** Number of channels. */
  public int channels() {
    return rings.length;
  }

  /** Flow number of a channel's connections. */
  public int flow(int channel) {
    return firstFlow + channel;
  }

  /** The endpoint at a position of a channel's ring, which sends to the one at the next. */
  public int endpoint(int channel, int position) {
    return rings[channel].endpoint(position);
  }

  /** Number of edges of all rings: none if there is one rank only. */
  public int edges() {
    return ranks > 1 ? rings.length * ranks : 0;
  }

  /** Latency and step cost of an edge, picoseconds. */
  public long edgeLatencyPs(int channel, int position) {
    return rings[channel].latencyPs(position);
  }

  /** What a position of a channel sends in a collective, bytes. */
  public long sentBytes(Operation operation, long bytes, int channel, int position) {
    return new RingSchedule(operation, ranks, layout.channelBytes(channel, bytes))
        .sentBytes(position);
  }

  /**
   * Some transfers go just like others, and are not simulated.
   *
   * @param classes of each edge, channel × ranks + position: those of one class are alike
   */
  public void fold(int[] classes) {
    int[] next = new int[classes.length];
    boolean[] first = new boolean[classes.length];
    Int2IntOpenHashMap last = new Int2IntOpenHashMap();
    last.defaultReturnValue(NONE);
    for (int edge = 0; edge < classes.length; edge++) {
      next[edge] = NONE;
      int before = last.put(classes[edge], edge);
      first[edge] = before == NONE;
      if (before != NONE) {
        next[before] = edge;
      }
    }
    nextAlike = next;
    isFirst = first;
  }

  /** Whether the transfer of an edge is simulated. */
  boolean isSimulated(int channel, int position) {
    return isFirst == null || isFirst[channel * ranks + position];
  }

  /** What a channel does in the collective under way. */
  RingSchedule schedule(int channel) {
    return schedules[channel];
  }

  /** Whether it has had no collective yet. */
  boolean isNew() {
    return bytes < 0;
  }

  /**
   * Visits the links on whose traffic its collectives depend.
   *
   * @return whether those are known
   */
  boolean visitLinks(NetworkModel network, IntConsumer links) {
    boolean isKnown = true;
    for (int channel = 0; ranks > 1 && channel < rings.length; channel++) {
      for (int position = 0; position < ranks; position++) {
        if (isSimulated(channel, position)) {
          isKnown &=
              network.dependsOn(
                  endpoint(channel, position),
                  endpoint(channel, (position + 1) % ranks),
                  flow(channel),
                  links);
        }
      }
    }
    return isKnown;
  }

  /** Nobody else uses its links: what has been simulated once need not be again. */
  void repeats() {
    if (repetitions == null) {
      repetitions = new Repetitions();
    }
  }

  /** What is known of a collective without simulating it; null if that has to be done. */
  Repetitions.@Nullable Entry known(Operation operation, long bytes) {
    return repetitions == null ? null : repetitions.find(operation, bytes);
  }

  /**
   * A collective begins.
   *
   * @return how long it takes from its launch on, if that is known, picoseconds; −1 if it has to be
   *     simulated
   */
  long begin(Operation operation, long bytes, long token, long nowPs) {
    if (busy) {
      throw new IllegalStateException("a second collective on a busy communicator");
    }
    busy = true;
    repeated = known(operation, bytes);
    if (repeated != null) {
      this.token = token;
      boundLink = repeated.boundLink;
      repeated.repeat();
      return repeated.durationPs;
    }
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
    return -1;
  }

  /** The transfers of all channels start now. */
  void launched(long nowPs) {
    startPs = nowPs;
    pendingRings = rings.length;
    for (Ring ring : rings) {
      ring.start();
    }
  }

  /**
   * The transfer of an edge has been delivered.
   *
   * @return whether it was the last of all: then {@link #endPs()} is known
   */
  boolean delivered(int channel, int position, long nowPs, int link) {
    boolean isLast = deliveredAt(channel, position, nowPs, link);
    if (nextAlike != null) {
      for (int edge = nextAlike[channel * ranks + position]; edge != NONE; edge = nextAlike[edge]) {
        isLast = deliveredAt(edge / ranks, edge % ranks, nowPs, link);
      }
    }
    return isLast;
  }

  private boolean deliveredAt(int channel, int position, long nowPs, int link) {
    Ring ring = rings[channel];
    if (!ring.delivered(position, nowPs - startPs)) {
      return false;
    }
    long durationPs = ring.durationPs(schedules[channel].steps());
    long ringEndPs = Durations.add(startPs, durationPs);
    if (ringEndPs > endPs) {
      endPs = ringEndPs;
      boundLink = ring.slowestDrainPs() < durationPs / 2 ? -1 : link;
    }
    return --pendingRings == 0;
  }

  private long[][] transfersPs() {
    long[][] transfersPs = new long[rings.length][ranks];
    for (int channel = 0; channel < rings.length; channel++) {
      for (int position = 0; position < ranks; position++) {
        transfersPs[channel][position] = rings[channel].transferPs(position);
      }
    }
    return transfersPs;
  }

  /** Tells the network of the transfers that were not simulated. */
  void settle(NetworkModel network) {
    if (repetitions == null) {
      return;
    }
    for (Repetitions.Entry entry : repetitions.entries()) {
      long times = entry.takeTimes();
      for (int channel = 0; times > 0 && channel < rings.length; channel++) {
        RingSchedule schedule =
            new RingSchedule(entry.operation, ranks, layout.channelBytes(channel, entry.bytes));
        for (int position = 0; position < ranks; position++) {
          if (isSimulated(channel, position)) {
            network.repeat(
                endpoint(channel, position),
                endpoint(channel, (position + 1) % ranks),
                flow(channel),
                schedule.sentBytes(position),
                entry.transfersPs[channel][position],
                times);
          }
        }
      }
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
    if (repetitions != null && repeated == null && ranks > 1) {
      repetitions.add(
          new Repetitions.Entry(operation, bytes, endPs - startPs, boundLink, transfersPs()));
    }
    return token;
  }
}
