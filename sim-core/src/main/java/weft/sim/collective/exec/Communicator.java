package weft.sim.collective.exec;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.GroupShape;
import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;
import weft.sim.collective.RingLayout;
import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Dependence;
import weft.sim.transfer.Wires;

/**
 * A group of endpoints with its rings and schedules laid over the fabric: what NCCL sets up once
 * and then uses for every collective of the group. What becomes of those is for {@link GroupRun}.
 */
public final class Communicator {

  private final int ranks;
  private final int firstFlow;
  private final Wires network;
  private final Fabric fabric;
  private final Places places;
  private final Rings rings;
  private final Plans plans;

  /** How long its collectives take; null if that is simulated. */
  private final @Nullable KnownTime time;

  /** What the library adds where no planner says otherwise. */
  private final Charges charges;

  private boolean isStepped;
  private final IdentityHashMap<Schedule, PlacedSchedule> placed = new IdentityHashMap<>();

  /** Of those, what is simulated where some go just like others. */
  private final IdentityHashMap<Schedule, PlacedSchedule> quotients = new IdentityHashMap<>();

  /** The collectives that go round no ring, as far as they are known before, by schedule. */
  private final Map<Schedule, List<Demand>> expected = new LinkedHashMap<>();

  /** Whether one of those that are known before goes round the rings. */
  private boolean expectsRings;

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
    this.time = time;
    places = new Places(fabric, members);
    GroupShape known = planning.shape(members);
    GroupShape shape = known == null ? places.shape() : known;
    ranks = members.length;
    charges = costs.charges();
    plans =
        new Plans(
            places,
            time == null ? planning.planner(members, shape) : null,
            parts == null || parts.isEven(shape) ? null : parts,
            charges);
    RingLayout layout = shape.rings(wantedChannels);
    int channels = time == null ? layout.channels() : 0;
    rings = new Rings(network, fabric, layout, members, channels, firstFlow);
    rings.charge(charges);
  }

  /** Number of ranks. */
  public int ranks() {
    return ranks;
  }

  /** Its rings; none if its collectives take a given time. */
  public Rings rings() {
    return rings;
  }

  /** Whether its collectives may be other than rings at the step costs of the group. */
  public boolean isPlanned() {
    return plans.arePlanned();
  }

  /** How long its collectives take; null if that is simulated. */
  @Nullable KnownTime time() {
    return time;
  }

  /** What the library adds to a collective where no planner says otherwise. */
  Charges charges() {
    return charges;
  }

  /** How a collective is done. */
  Plan plan(Operation operation, long bytes) {
    return plans.plan(operation, bytes);
  }

  /** Name of the algorithm of a collective. */
  public String algorithm(Operation operation, long bytes) {
    return time == null ? plan(operation, bytes).algorithm() : "given";
  }

  /**
   * Whether its collectives are simulated step by step from now on, because others may use its
   * links in ways that change. Edges of one class of {@link Rings#fold} then have to follow on
   * edges of one class.
   */
  public void stepByStep(boolean isStepped) {
    this.isStepped = isStepped;
  }

  /** Whether its collectives are simulated step by step; else as streams. */
  public boolean isStepped() {
    return isStepped;
  }

  /**
   * Some of its collectives will be such. Then the links that they use are among those of {@link
   * #visitLinks}.
   */
  public void expect(Operation operation, long bytes) {
    Schedule schedule = ranks == 1 || time != null ? null : plan(operation, bytes).schedule();
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

  /**
   * Visits the links on whose traffic its collectives depend.
   *
   * @return whether those are known
   */
  public boolean visitLinks(Dependence network, IntConsumer links) {
    boolean isKnown = avoidsRings() || rings.visitLinks(network, links);
    for (Schedule schedule : expected.keySet()) {
      isKnown &= simulated(schedule).visitLinks(network, links);
    }
    return isKnown;
  }
}
