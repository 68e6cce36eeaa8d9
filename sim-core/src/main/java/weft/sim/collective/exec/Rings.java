package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.cost.Charges;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Dependence;
import weft.sim.transfer.Wires;

/**
 * The rings of a group, laid over the fabric: one for each channel, with an edge from each position
 * to the next. Edges are numbered channel × ranks + position.
 */
public final class Rings {

  private final int ranks;
  private final RingLayout layout;
  private final int firstFlow;

  /** Of each channel; of one rank only there are none. */
  private final Ring[] rings;

  /** What a step is charged at present; null if nothing yet. */
  private @Nullable Charges charges;

  /** Null if all edges are simulated. */
  private @Nullable AlikeEdges alike;

  /**
   * Lays rings.
   *
   * @param members endpoint of each rank of the group
   * @param channels how many rings
   * @param firstFlow flow number of channel 0's connections
   */
  Rings(
      Wires network, Fabric fabric, RingLayout layout, int[] members, int channels, int firstFlow) {
    ranks = members.length;
    this.layout = layout;
    this.firstFlow = firstFlow;
    rings = new Ring[channels];
    for (int channel = 0; ranks > 1 && channel < channels; channel++) {
      rings[channel] = lay(network, fabric, members, channel);
    }
  }

  private Ring lay(Wires network, Fabric fabric, int[] members, int channel) {
    int[] endpoints = new int[ranks];
    for (int position = 0; position < ranks; position++) {
      endpoints[position] = members[layout.rank(channel, position)];
    }
    long[] wireLatenciesPs = new long[ranks];
    boolean[] scaleOut = new boolean[ranks];
    long[] ratesBps = new long[ranks];
    for (int position = 0; position < ranks; position++) {
      int from = endpoints[position];
      int to = endpoints[(position + 1) % ranks];
      wireLatenciesPs[position] = network.latencyPs(from, to, flow(channel));
      ratesBps[position] = network.rateBps(from, to, flow(channel));
      scaleOut[position] = fabric.domain(from) != fabric.domain(to);
    }
    return new Ring(endpoints, wireLatenciesPs, scaleOut, ratesBps);
  }

  /** Number of ranks. */
  int ranks() {
    return ranks;
  }

  /** Number of channels. */
  public int channels() {
    return rings.length;
  }

  /** Number of edges of all rings: none if there is one rank only, or all takes a given time. */
  public int edges() {
    return ranks > 1 ? rings.length * ranks : 0;
  }

  /** Number of an edge. */
  int edge(int channel, int position) {
    return channel * ranks + position;
  }

  /** Flow number of a channel's connections. */
  public int flow(int channel) {
    return firstFlow + channel;
  }

  /** The endpoint at a position of a channel's ring. */
  public int endpoint(int channel, int position) {
    return rings[channel].endpoint(position);
  }

  /** The endpoint that the one at a position sends to. */
  public int receiver(int channel, int position) {
    return rings[channel].endpoint(position + 1 == ranks ? 0 : position + 1);
  }

  /** Latency of an edge without step cost, picoseconds. */
  public long wireLatencyPs(int channel, int position) {
    return rings[channel].wireLatencyPs(position);
  }

  /** Whether an edge leads from one domain to another. */
  public boolean isScaleOut(int channel, int position) {
    return rings[channel].isScaleOut(position);
  }

  /** Payload rate of an edge that is alone, bits per second. */
  public long rateBps(int channel, int position) {
    return rings[channel].rateBps(position);
  }

  /** What a position of a channel sends in a collective, bytes. */
  public long sentBytes(Operation operation, long bytes, int channel, int position) {
    return schedule(operation, bytes, channel).sentBytes(position);
  }

  /** What goes round the ring of a channel in a collective. */
  RingSchedule schedule(Operation operation, long bytes, int channel) {
    return new RingSchedule(operation, ranks, layout.channelBytes(channel, bytes));
  }

  /** Number of steps of a collective; 0 if there is one rank only. */
  int steps(Operation operation) {
    return ranks == 1 ? 0 : RingSchedule.passes(operation) * (ranks - 1);
  }

  /** The ring of a channel. */
  Ring ring(int channel) {
    return rings[channel];
  }

  /** Sets what a step takes beside the network from now on. */
  void charge(Charges charges) {
    if (ranks > 1 && !charges.equals(this.charges)) {
      for (Ring ring : rings) {
        ring.charge(charges);
      }
    }
    this.charges = charges;
  }

  /**
   * Some transfers go just like others, and are not simulated.
   *
   * @param classes of each edge: those of one class are alike
   */
  public void fold(int[] classes) {
    alike = new AlikeEdges(classes);
  }

  /** Which transfers go just like others; null if all are simulated. */
  @Nullable AlikeEdges alike() {
    return alike;
  }

  /** Whether the transfer of an edge is simulated. */
  boolean isSimulated(int channel, int position) {
    int edge = edge(channel, position);
    return alike == null || alike.first(edge) == edge;
  }

  /**
   * Visits the links on whose traffic the edges depend that are simulated.
   *
   * @return whether those are known
   */
  boolean visitLinks(Dependence network, IntConsumer links) {
    boolean isKnown = true;
    for (int edge = 0; edge < edges(); edge++) {
      int channel = edge / ranks;
      int position = edge % ranks;
      if (isSimulated(channel, position)) {
        isKnown &=
            network.dependsOn(
                endpoint(channel, position), receiver(channel, position), flow(channel), links);
      }
    }
    return isKnown;
  }

  /**
   * Whether more edges may send over a link than it can carry.
   *
   * @param capacityBps payload rate of each link
   */
  public boolean shareLinks(Dependence network, IntToLongFunction capacityBps) {
    Int2LongOpenHashMap loads = new Int2LongOpenHashMap();
    boolean[] isShared = {false};
    for (int edge = 0; edge < edges(); edge++) {
      int channel = edge / ranks;
      int position = edge % ranks;
      long rateBps = rateBps(channel, position);
      network.dependsOn(
          endpoint(channel, position),
          receiver(channel, position),
          flow(channel),
          link ->
              isShared[0] |= loads.addTo(link, rateBps) + rateBps > capacityBps.applyAsLong(link));
    }
    return isShared[0];
  }
}
