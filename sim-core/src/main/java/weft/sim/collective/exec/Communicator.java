package weft.sim.collective.exec;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.GroupShape;
import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;
import weft.sim.collective.cost.Charges;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Dependence;
import weft.sim.transfer.NetworkModel;
import weft.sim.transfer.Wires;
import weft.sim.unit.Durations;

/**
 * A group of endpoints with its rings laid over the fabric: what NCCL sets up once and then uses
 * for every collective of the group. It also holds the state of the collective under way, which can
 * only be one.
 */
public final class Communicator {

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

  /** For each edge, the first one that goes just like it. */
  private int @Nullable [] representatives;

  /** Null if it runs as streams. */
  private @Nullable RingSteps ringSteps;

  private boolean isStepped;

  /** Null if all go round rings, at the step costs of the group. */
  private final @Nullable Planner planner;

  /** How long its collectives take; null if that is simulated. */
  private final @Nullable KnownTime time;

  /** How all-to-alls are divided; null if evenly. */
  private final @Nullable AllToAllParts parts;

  /** Of each size, how an all-to-all in such parts is done. */
  private final Long2ObjectOpenHashMap<Plan> unevenPlans = new Long2ObjectOpenHashMap<>();

  private final Wires network;
  private final Fabric fabric;
  private final Places places;
  private final Charges ringCharges;
  private final IdentityHashMap<Schedule, PlacedSchedule> placed = new IdentityHashMap<>();

  /** Of those, what is simulated where some go just like others. */
  private final IdentityHashMap<Schedule, PlacedSchedule> quotients = new IdentityHashMap<>();

  /** The collectives that go round no ring, as far as they are known before, by schedule. */
  private final Map<Schedule, List<Demand>> expected = new LinkedHashMap<>();

  /** Whether one of those that are known before goes round the rings. */
  private boolean expectsRings;

  /** How it does what goes round no ring, unless there is a planner. */
  private final EnumMap<Operation, Plan> directs = new EnumMap<>(Operation.class);

  /** What the library adds to the collective under way. */
  private Charges charges;

  /** Channels of the last collective, and whether each of its steps was simulated. */
  private int usedChannels;

  private boolean wasStepped;

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
  private double latenessPs;
  private int pendingRings;

  /**
   * Sets up a group.
   *
   * @param members endpoint of each rank of the group, at least 1
   * @param firstFlow flow number of channel 0's connections; channel <i>c</i> has {@code firstFlow
   *     + c}
   * @param wantedChannels number of channels, or {@link RingLayout#AUTOMATIC}
   * @param parts how its all-to-alls are divided; null if evenly
   * @param time how long its collectives take; null to simulate them
   */
  public Communicator(
      Wires network,
      Fabric fabric,
      Planning planning,
      StepCosts costs,
      int[] members,
      int firstFlow,
      int wantedChannels,
      @Nullable AllToAllParts parts,
      @Nullable KnownTime time) {
    this.firstFlow = firstFlow;
    this.network = network;
    this.fabric = fabric;
    places = new Places(fabric, members);
    GroupShape shape = places.shape();
    this.parts = parts == null || parts.isEven(shape) ? null : parts;
    this.time = time;
    planner = time == null ? planning.planner(members, shape) : null;
    repetitions = time == null ? null : new Repetitions();
    charges = costs.charges();
    ringCharges = charges;
    ranks = members.length;
    layout = shape.rings(wantedChannels);
    int channels = time == null ? layout.channels() : 0;
    rings = new Ring[channels];
    schedules = new RingSchedule[channels];
    for (int channel = 0; ranks > 1 && channel < channels; channel++) {
      rings[channel] = ring(members, channel);
      rings[channel].charge(charges);
    }
  }

  private Ring ring(int[] members, int channel) {
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

  /** Number of edges of all rings: none if there is one rank only, or all takes a given time. */
  public int edges() {
    return ranks > 1 ? rings.length * ranks : 0;
  }

  /** Latency of an edge without step cost, picoseconds. */
  public long edgeLatencyPs(int channel, int position) {
    return rings[channel].wireLatencyPs(position);
  }

  /** Whether an edge leads from one domain to another. */
  public boolean isScaleOut(int channel, int position) {
    return rings[channel].isScaleOut(position);
  }

  /** Whether its collectives may be other than rings at the step costs of the group. */
  public boolean isPlanned() {
    return planner != null;
  }

  /** Payload rate of an edge that is alone, bits per second. */
  public long edgeRateBps(int channel, int position) {
    return rings[channel].rateBps(position);
  }

  /** Step cost of an edge, picoseconds. */
  long stepCostPs(int channel, int position) {
    return rings[channel].stepCostPs(position);
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
    int[] first = new int[classes.length];
    Int2IntOpenHashMap last = new Int2IntOpenHashMap();
    last.defaultReturnValue(NONE);
    for (int edge = 0; edge < classes.length; edge++) {
      next[edge] = NONE;
      int before = last.put(classes[edge], edge);
      first[edge] = before == NONE ? edge : first[before];
      if (before != NONE) {
        next[before] = edge;
      }
    }
    nextAlike = next;
    representatives = first;
  }

  /**
   * Whether its collectives are simulated step by step from now on, because others may use its
   * links in ways that change. Edges of one class of {@link #fold} then have to follow on edges of
   * one class.
   */
  public void stepByStep(boolean isStepped) {
    this.isStepped = isStepped;
  }

  /** Whether its collectives are simulated step by step; else as streams. */
  public boolean isStepped() {
    return isStepped;
  }

  /** Number of steps of a collective; 0 if there is one rank only. */
  public int steps(Operation operation) {
    return ranks == 1 ? 0 : RingSchedule.passes(operation) * (ranks - 1);
  }

  /** The ring of a channel. */
  Ring ring(int channel) {
    return rings[channel];
  }

  /** What the library adds to a collective that goes round the rings, if no plan says otherwise. */
  Charges ringCharges() {
    return ringCharges;
  }

  /** The steps of the collective under way. */
  RingSteps ringSteps() {
    if (ringSteps == null) {
      ringSteps = new RingSteps(rings.length, ranks, representatives);
    }
    return ringSteps;
  }

  /** What an edge sends in a step: its bytes are divided as equally as can be. */
  long stepBytes(int channel, int position, int step) {
    long sent = wireBytes(channel, position);
    int steps = schedules[channel].steps();
    return sent / steps + (step < sent % steps ? 1 : 0);
  }

  /** Name of the algorithm of a collective. */
  public String algorithm(Operation operation, long bytes) {
    if (time != null) {
      return "given";
    }
    Plan plan = plan(operation, bytes);
    return plan == null ? "ring" : plan.algorithm();
  }

  /** How a collective is done; null if round the rings, at the step costs of the group. */
  @Nullable Plan plan(Operation operation, long bytes) {
    if (parts != null && operation == Operation.ALL_TO_ALL) {
      AllToAllParts divided = parts;
      return unevenPlans.computeIfAbsent(bytes, size -> uneven(divided, size));
    }
    if (planner != null) {
      return planner.plan(operation, bytes);
    }
    return RingSchedule.isRound(operation) ? null : direct(operation);
  }

  /** An all-to-all message by message, at what the library charges for an even one. */
  private Plan uneven(AllToAllParts divided, long bytes) {
    Plan even =
        planner == null ? direct(Operation.ALL_TO_ALL) : planner.plan(Operation.ALL_TO_ALL, bytes);
    Algorithm algorithm =
        even.algorithm().equals(Algorithm.PAIRWISE.text()) ? Algorithm.PAIRWISE : Algorithm.DIRECT;
    return new Plan(
        algorithm.text(),
        even.protocol(),
        Schedules.ofPairs(
            algorithm, places.shape(), Schedules.AUTOMATIC, divided.sizes(places.shape(), bytes)),
        even.charges());
  }

  /** What goes round no ring: every rank with every other. */
  private Plan direct(Operation operation) {
    return directs.computeIfAbsent(
        operation,
        any ->
            new Plan(
                Algorithm.DIRECT.text(),
                "",
                Schedules.of(operation, Algorithm.DIRECT, places.shape(), 0, Schedules.AUTOMATIC),
                ringCharges));
  }

  /**
   * Some of its collectives will be such. Then the links that they use are among those of {@link
   * #visitLinks}.
   */
  public void expect(Operation operation, long bytes) {
    Plan plan = ranks == 1 || time != null ? null : plan(operation, bytes);
    Schedule schedule = plan == null ? null : plan.schedule();
    expectsRings |= schedule == null;
    if (schedule != null) {
      expected
          .computeIfAbsent(schedule, any -> new ArrayList<>())
          .add(new Demand(this, operation, bytes));
    }
  }

  /** Whether its rings are of no account: all that it will do goes by {@link #schedules}. */
  public boolean avoidsRings() {
    return !expectsRings && !expected.isEmpty();
  }

  /** The schedules of those collectives that go round no ring, as far as they are expected. */
  public List<ScheduleGraph> schedules() {
    return expected.entrySet().stream()
        .map(entry -> new ScheduleGraph(this, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** From now on a quotient is simulated for a schedule. */
  void fold(Schedule schedule, PlacedSchedule quotient) {
    quotients.put(schedule, quotient);
  }

  /** What is simulated of a schedule: its quotient, if there is one. */
  PlacedSchedule simulated(Schedule schedule) {
    PlacedSchedule quotient = quotients.get(schedule);
    return quotient == null ? placed(schedule) : quotient;
  }

  /** Where the participants of a schedule are, and its connections. */
  PlacedSchedule placed(Schedule schedule) {
    return placed.computeIfAbsent(
        schedule, any -> new PlacedSchedule(schedule, places, fabric, network, firstFlow));
  }

  /** What a position of a channel sends in the collective under way, bytes on the wire. */
  long wireBytes(int channel, int position) {
    return rings[channel].wireBytes(position, schedules[channel].sentBytes(position), charges);
  }

  /** What the library adds to the collective under way. */
  Charges charges() {
    return charges;
  }

  /** A collective that a schedule says how to do has ended. Returns the token. */
  long end(long nowPs, int boundLink, boolean isStepped, double latenessPs, long[] connectionsPs) {
    this.boundLink = boundLink;
    this.latenessPs = latenessPs;
    wasStepped = isStepped;
    busy = false;
    if (repetitions != null) {
      repetitions.add(
          new Repetitions.Entry(
              operation,
              bytes,
              charges,
              nowPs - startPs - charges.launchPs(),
              boundLink,
              latenessPs,
              new long[][] {connectionsPs}));
    }
    return token;
  }

  private void requireFree() {
    if (busy) {
      throw new IllegalStateException("a second collective on a busy communicator");
    }
    busy = true;
  }

  /** Whether the transfer of an edge is simulated. */
  boolean isSimulated(int channel, int position) {
    int edge = channel * ranks + position;
    return representatives == null || representatives[edge] == edge;
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
  public boolean visitLinks(Dependence network, IntConsumer links) {
    boolean isKnown = true;
    for (int channel = 0; ranks > 1 && !avoidsRings() && channel < rings.length; channel++) {
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
    for (Schedule schedule : expected.keySet()) {
      PlacedSchedule placed = simulated(schedule);
      for (int connection = 0; connection < placed.lanes().connections(); connection++) {
        isKnown &=
            network.dependsOn(
                placed.source(connection),
                placed.destination(connection),
                placed.flow(connection),
                links);
      }
    }
    return isKnown;
  }

  /**
   * Whether more of its own edges may send over a link than it can carry.
   *
   * @param capacityBps payload rate of each link
   */
  public boolean sharesWithItself(Dependence network, IntToLongFunction capacityBps) {
    Int2LongOpenHashMap loads = new Int2LongOpenHashMap();
    boolean[] isShared = {false};
    for (int channel = 0; ranks > 1 && channel < rings.length; channel++) {
      for (int position = 0; position < ranks; position++) {
        long rateBps = edgeRateBps(channel, position);
        network.dependsOn(
            endpoint(channel, position),
            endpoint(channel, (position + 1) % ranks),
            flow(channel),
            link ->
                isShared[0] |=
                    loads.addTo(link, rateBps) + rateBps > capacityBps.applyAsLong(link));
      }
    }
    return isShared[0];
  }

  /** Nobody else uses its links: what has been simulated once need not be again. */
  void repeats() {
    if (repetitions == null) {
      repetitions = new Repetitions();
    }
  }

  /** What is known of a collective without simulating it; null if that has to be done. */
  Repetitions.@Nullable Entry known(Operation operation, long bytes) {
    if (repetitions == null) {
      return null;
    }
    Repetitions.Entry entry = repetitions.find(operation, bytes);
    return entry == null && time != null ? given(time, operation, bytes) : entry;
  }

  /** How long a collective takes, picoseconds, if that is given. */
  OptionalLong given(long bytes) {
    return time == null ? OptionalLong.empty() : OptionalLong.of(time.durationPs(bytes));
  }

  private Repetitions.Entry given(KnownTime time, Operation operation, long bytes) {
    Repetitions.Entry entry =
        new Repetitions.Entry(
            operation,
            bytes,
            ringCharges.withLaunch(0),
            time.durationPs(bytes),
            NONE,
            0,
            new long[0][]);
    Objects.requireNonNull(repetitions).add(entry);
    return entry;
  }

  /**
   * A collective begins.
   *
   * @param plan null for round the rings at the step costs of the group
   * @return how long it takes from its launch on, if that is known, picoseconds; −1 if it has to be
   *     simulated
   */
  long begin(Operation operation, long bytes, @Nullable Plan plan, long token, long nowPs) {
    requireFree();
    usedChannels = rings.length;
    repeated = known(operation, bytes);
    if (repeated != null) {
      this.token = token;
      boundLink = repeated.boundLink;
      latenessPs = repeated.latenessPs;
      wasStepped = isStepped;
      charges = repeated.charges;
      repeated.repeat(1);
      return repeated.durationPs;
    }
    Schedule schedule = plan == null ? null : plan.schedule();
    if (schedule == null && ranks > 1 && (bytes != this.bytes || operation != this.operation)) {
      for (int channel = 0; channel < rings.length; channel++) {
        schedules[channel] =
            new RingSchedule(operation, ranks, layout.channelBytes(channel, bytes));
      }
    }
    this.operation = operation;
    this.bytes = bytes;
    this.token = token;
    charges = plan == null ? ringCharges : plan.charges();
    if (schedule != null) {
      usedChannels = schedule.channels();
    } else if (plan != null && ranks > 1) {
      for (Ring ring : rings) {
        ring.charge(charges);
      }
    }
    startPs = nowPs;
    endPs = nowPs;
    boundLink = -1;
    latenessPs = 0;
    wasStepped = isStepped;
    return -1;
  }

  /** The transfers of all channels start now. */
  void launched(long nowPs) {
    startPs = nowPs;
    if (isStepped) {
      ringSteps().start(steps(operation));
      return;
    }
    pendingRings = rings.length;
    for (int channel = 0; channel < rings.length; channel++) {
      rings[channel].start(schedules[channel], charges);
    }
  }

  /**
   * The transfer of an edge has been delivered.
   *
   * @param slowestDrainPs see {@link NetworkModel#slowestDrainPs}
   * @return whether it was the last of all: then {@link #endPs()} is known
   */
  boolean delivered(int channel, int position, long nowPs, long slowestDrainPs, int link) {
    boolean isLast = deliveredAt(channel, position, nowPs, slowestDrainPs, link);
    if (nextAlike != null) {
      for (int edge = nextAlike[channel * ranks + position]; edge != NONE; edge = nextAlike[edge]) {
        isLast = deliveredAt(edge / ranks, edge % ranks, nowPs, slowestDrainPs, link);
      }
    }
    return isLast;
  }

  private boolean deliveredAt(
      int channel, int position, long nowPs, long slowestDrainPs, int link) {
    Ring ring = rings[channel];
    if (!ring.delivered(position, nowPs - startPs, slowestDrainPs)) {
      return false;
    }
    int steps = schedules[channel].steps();
    boolean isAlone = repetitions != null;
    long ringPs = ring.durationPs(steps, isAlone);
    long durationPs = Durations.add(ringPs, charges.chunksPs());
    latenessPs = Math.max(latenessPs, ring.latenessPs(steps, ringPs, isAlone));
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
        transfersPs[channel][position] =
            isStepped
                ? ringSteps().transferPs(channel * ranks + position)
                : rings[channel].transferPs(position);
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
      Plan plan = plan(entry.operation, entry.bytes);
      if (plan != null && plan.schedule() != null) {
        settle(network, entry, simulated(plan.schedule()), times);
        continue;
      }
      for (int channel = 0; times > 0 && channel < rings.length; channel++) {
        RingSchedule schedule =
            new RingSchedule(entry.operation, ranks, layout.channelBytes(channel, entry.bytes));
        for (int position = 0; position < ranks; position++) {
          if (isSimulated(channel, position)) {
            long sent =
                rings[channel].wireBytes(position, schedule.sentBytes(position), entry.charges);
            int parts = isStepped ? schedule.steps() : 1;
            long longer = sent % parts;
            repeat(network, entry, channel, position, sent / parts, times * (parts - longer));
            repeat(network, entry, channel, position, sent / parts + 1, times * longer);
          }
        }
      }
    }
  }

  private static void settle(
      NetworkModel network, Repetitions.Entry entry, PlacedSchedule placed, long times) {
    if (times > 0) {
      int[] connection = {0};
      placed.visitDemand(
          entry.bytes,
          entry.charges,
          (source, destination, flow, sent) ->
              network.repeat(
                  source, destination, flow, sent, entry.transfersPs[0][connection[0]++], times));
    }
  }

  private void repeat(
      NetworkModel network,
      Repetitions.Entry entry,
      int channel,
      int position,
      long bytes,
      long times) {
    if (times > 0) {
      network.repeat(
          endpoint(channel, position),
          endpoint(channel, (position + 1) % ranks),
          flow(channel),
          bytes,
          entry.transfersPs[channel][position],
          times);
    }
  }

  /** Channels of the last collective. */
  int usedChannels() {
    return usedChannels;
  }

  /** Whether each step of the last collective was simulated. */
  boolean wasStepped() {
    return wasStepped;
  }

  /** When the collective ends, or ended, picoseconds. */
  long endPs() {
    return endPs;
  }

  /** The last chunk has arrived, by way of a channel; a link bounded it all. */
  void endedAt(long nowPs, int channel, int link) {
    endPs = Durations.add(nowPs, charges.chunksPs());
    double latencyPs = 0;
    for (int position = 0; position < ranks; position++) {
      latencyPs += rings[channel].latencyPs(position);
    }
    latencyPs *= (double) steps(operation) / ranks;
    boundLink = latencyPs > (endPs - startPs) / 2.0 ? -1 : link;
  }

  /**
   * How much later than simulated the last collective may have ended at most, because others who
   * came and went made its edges slow in turn; see {@link StreamRule}. Picoseconds; infinite if one
   * got nothing for a while, 0 if it was simulated step by step.
   */
  public double latenessPs() {
    return latenessPs;
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
          new Repetitions.Entry(
              operation, bytes, charges, endPs - startPs, boundLink, latenessPs, transfersPs()));
    }
    return token;
  }
}
