package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.FlowStory;
import weft.sim.transfer.Sharing;
import weft.sim.workload.Activity;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.FlowList;
import weft.sim.workload.FlowTimes;
import weft.sim.workload.Jobs;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Lists of flows as jobs, beside others, by hand: 1 byte takes 1 ns on each link, and the cable
 * between left and right 500 ns.
 */
final class FlowJobsTest {

  private static final long RATE = 8_000_000_000L;
  private static final long US = 1_000_000;
  private static final long LATENCY_PS = US / 2;

  /** Rounding of a rate that a third of the link is, and of what is left then. */
  private static final long ROUNDING_PS = 2_000;

  private static final Program NO_RANKS = new ProgramBuilder(0).build();

  /** g0, g1, g2 and g3, g4, g5 left and right of one cable. */
  private static final Fabric TRUNK = trunk(RATE);

  private final FlowList.Builder flows = new FlowList.Builder();

  private static Fabric trunk(long trunkBps) {
    return new FabricSketch()
        .gpus("g0", "g1", "g2", "g3", "g4", "g5")
        .switches(1, "left", "right")
        .cable("g0", "left", RATE, 0)
        .cable("g1", "left", RATE, 0)
        .cable("g2", "left", RATE, 0)
        .cable("g3", "right", RATE, 0)
        .cable("g4", "right", RATE, 0)
        .cable("g5", "right", RATE, 0)
        .tier("trunk")
        .cable("left", "right", trunkBps, LATENCY_PS)
        .build();
  }

  /** Rank 0 sends to rank 1. */
  private static Program message(long bytes) {
    ProgramBuilder builder = new ProgramBuilder(2);
    int peers = builder.peers("pair", new int[] {1, -1});
    Role sender = builder.role(1);
    sender.send(0, peers, bytes, Activity.PIPELINE_PARALLEL);
    Role receiver = builder.role(1);
    receiver.receive(0, peers, Activity.PIPELINE_PARALLEL);
    return builder.assign(0, sender).assign(1, receiver).build();
  }

  /** A program on g0 and g3, and flows. */
  private static SimulationSpec both(Program program, FlowList list) {
    return SimulationSpec.of(
            TRUNK, Jobs.beside(List.of("ranks", "flows"), List.of(program, NO_RANKS)))
        .withPlacement(0, 3)
        .withFlows(FlowList.beside(List.of(FlowList.NONE, list)))
        .withMode(RunMode.AUDIT);
  }

  private static SimulationResult alone(FlowList list, JobResult together) {
    return Simulation.runAlone(SimulationSpec.of(TRUNK, list), together, ProgressListener.NONE);
  }

  /**
   * Two flows of 500 bytes and a message of 1,000 over the cable: a third of it each, so the flows
   * take 1.5 µs, alone 1; the message has half left by then, and 2 µs in all, alone 1. And the
   * latency.
   */
  @Test
  void twoFlowsAndAMessageOverOneCable() {
    flows.add(1, 4, 500, 0);
    flows.add(2, 5, 500, 0);
    FlowList list = flows.build();
    SimulationResult both = Simulation.run(both(message(1_000), list));
    JobResult ofFlows = both.jobs().get(1);
    assertThat(ofFlows.name()).isEqualTo("flows");
    assertThat(ofFlows.breakdown()).isNull();
    assertThat(ofFlows.flowTimes().completionsPs())
        .allSatisfy(ps -> assertThat(ps).isCloseTo(3 * US / 2 + LATENCY_PS, within(ROUNDING_PS)));
    assertThat(ofFlows.endPs()).isEqualTo(ofFlows.flowTimes().lastPs());
    assertThat(ofFlows.flowTimes().slowdown(0)).isCloseTo(2.0 / 1.0, within(0.01));
    assertThat(both.jobs().get(0).endPs()).isCloseTo(2 * US + LATENCY_PS, within(ROUNDING_PS));
    assertThat(both.jobs().get(0).flowTimes().flows().count()).isZero();
    assertThat(both.lastJob()).hasValue(0);
    SimulationResult flowsAlone = alone(list, ofFlows);
    assertThat(flowsAlone.endPs()).isEqualTo(US + LATENCY_PS);
    SimulationResult messageAlone =
        Simulation.runAlone(
            SimulationSpec.of(TRUNK, message(1_000)).withPlacement(0, 3),
            both.jobs().get(0),
            ProgressListener.NONE);
    assertThat(messageAlone.endPs()).isEqualTo(US + LATENCY_PS);
    assertThat(Meeting.of(TRUNK, List.of(messageAlone, flowsAlone)))
        .containsExactly(new Meeting("trunk", "trunk", 1, "left → right", List.of(1_000L, 1_000L)));
  }

  /** Of a collective within one side, and flows within the other, nobody loses a picosecond. */
  @Test
  void whoSharesNothingLosesNothing() {
    flows.add(3, 4, 500, 0);
    flows.add(5, 4, 700, 3 * US);
    FlowList list = flows.build();
    Program ring = CollectiveProgram.of(3, Operation.ALL_REDUCE, 3_000);
    SimulationSpec spec =
        SimulationSpec.of(TRUNK, Jobs.beside(List.of("ring", "flows"), List.of(ring, NO_RANKS)))
            .withPlacement(0, 1, 2)
            .withFlows(FlowList.beside(List.of(FlowList.NONE, list)));
    SimulationResult both = Simulation.run(spec);
    assertThat(both.jobs().get(1).endPs())
        .isEqualTo(3_700_000)
        .isEqualTo(alone(list, both.jobs().get(1)).endPs());
    SimulationResult ringAlone =
        Simulation.runAlone(
            SimulationSpec.of(TRUNK, ring).withPlacement(0, 1, 2),
            both.jobs().get(0),
            ProgressListener.NONE);
    assertThat(both.jobs().get(0).endPs()).isEqualTo(ringAlone.endPs());
    assertThat(both.jobs().get(0).breakdown()).isEqualTo(ringAlone.breakdown());
  }

  /**
   * Rounds begin when the last flow of the one before is delivered, with start times of their own:
   * 5 µs, then three times 1 µs and 1 byte a nanosecond.
   */
  @Test
  void roundsFollowEachOther() {
    flows.add(3, 4, 2_000, US);
    flows.add(5, 3, 500, 0);
    FlowList list = flows.build().repeated(5 * US, 3);
    SimulationResult run = Simulation.run(SimulationSpec.of(TRUNK, list).withMode(RunMode.AUDIT));
    assertThat(run.endPs()).isEqualTo((5 + 3 * 3) * US);
    FlowTimes times = run.flowTimes();
    assertThat(times.startPs(0)).isEqualTo((5 + 2 * 3 + 1) * US);
    assertThat(times.completionsPs()).containsExactly(2 * US, US / 2);
    assertThat(run.flows().count()).isEqualTo(6);
  }

  /**
   * A flow of 1,000 bytes three times, beside a message of 1,000 over the same cable, both from 0
   * on: the first round takes 2 µs, in which the message is done, the others 1 each.
   */
  @Test
  void completionTimesAreMeansOfTheRounds() {
    flows.add(1, 4, 1_000, 0);
    SimulationResult both = Simulation.run(both(message(1_000), flows.build().repeated(0, 3)));
    FlowTimes times = both.jobs().get(1).flowTimes();
    long roundPs = US + LATENCY_PS;
    assertThat(times.completionPs(0)).isEqualTo((3 * roundPs + US) / 3);
    assertThat(both.jobs().get(1).endPs()).isEqualTo(3 * roundPs + US);
    assertThat(both.jobs().get(0).endPs()).isEqualTo(2 * US + LATENCY_PS);
  }

  /** Two lists and no ranks at all; queues and numbers are those of their own lists. */
  @Test
  void listsBesideEachOther() {
    FlowList.Builder first = new FlowList.Builder();
    int queue = first.addQueue(1);
    first.addQueued(0, 3, 1_000, 0, queue);
    first.addQueued(0, 3, 1_000, 0, queue);
    FlowList.Builder second = new FlowList.Builder();
    int other = second.addQueue(1);
    second.addQueued(1, 2, 1_000, 0, other);
    second.addQueued(1, 2, 1_000, 0, other);
    FlowList all = FlowList.beside(List.of(first.build(), second.build().repeated(US, 1)));
    assertThat(IntStream.range(0, 4).map(all::number)).containsExactly(0, 1, 0, 1);
    SimulationSpec spec =
        SimulationSpec.of(TRUNK, Jobs.beside(List.of("one", "two"), List.of(NO_RANKS, NO_RANKS)))
            .withFlows(all);
    SimulationResult both = Simulation.run(spec);
    assertThat(both.jobs().get(0).endPs()).isEqualTo(2 * (US + LATENCY_PS));
    assertThat(both.jobs().get(1).endPs()).isEqualTo(3 * US);
    assertThat(both.jobs().get(1).flowTimes().completionsPs()).containsExactly(US, US);
    assertThat(both.breakdown()).isNull();
  }

  @Test
  void flowsOfOtherJobsThanTheProgramsAreRefused() {
    flows.add(1, 4, 500, 0);
    SimulationSpec spec =
        SimulationSpec.of(TRUNK, Jobs.beside(List.of("a", "b"), List.of(NO_RANKS, NO_RANKS)));
    FlowList list = flows.build();
    assertThatThrownBy(() -> spec.withFlows(list)).hasMessage("flows of 1 jobs and a program of 2");
    FlowList two = FlowList.beside(List.of(list, FlowList.NONE));
    assertThatThrownBy(() -> two.repeated(0, 2)).hasMessage("flows of 2 jobs, not of one");
  }

  /**
   * A message of 3,000 bytes from 0 on, and from 1 µs on two flows of 500 one after the other in a
   * queue: each shares the cable by halves and takes 1 µs and the latency of 0.5, in which the
   * message has the cable to itself.
   *
   * <p>The path of the flows: 1 µs until they start, then two flows of 0.5 µs of bytes, 0.5 of
   * queueing, 0.5 of latency.
   */
  @Test
  void thePathOfFlowsLeadsThroughTheirQueue() {
    int queue = flows.addQueue(1);
    flows.addQueued(1, 4, 500, 0, queue);
    flows.addQueued(1, 4, 500, 0, queue);
    SimulationSpec spec = both(message(3_000), flows.build().repeated(US, 1));
    TracedResult traced = Simulation.trace(spec, OptionalInt.of(1), ProgressListener.NONE);
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    assertThat(path.endPs()).isEqualTo(4 * US).isEqualTo(traced.result().jobs().get(1).endPs());
    assertThat(IntStream.range(0, path.pieces()).map(path::rank)).containsExactly(0, 0, 1);
    assertThat(path.activity(0)).isEqualTo(Activity.NOT_STARTED.ordinal());
    for (int piece = 1; piece < 3; piece++) {
      assertThat(path.timePs(piece, CriticalPath.Charge.SERIALIZATION)).isEqualTo(US / 2);
      assertThat(path.timePs(piece, CriticalPath.Charge.QUEUEING)).isEqualTo(US / 2);
      assertThat(path.timePs(piece, CriticalPath.Charge.LATENCY)).isEqualTo(LATENCY_PS);
    }
    assertThat(path.totals()).extracting(CriticalPath.Total::tier).contains("trunk");
    FlowStories stories = traced.flows();
    assertThat(stories).isNotNull();
    assertThat(stories.endTogether()).isEqualTo(1);
    assertThat(stories.last()).extracting(FlowStory::flow).containsExactly(1, 0);
    FlowStory last = stories.last().get(0);
    assertThat(last)
        .isEqualTo(
            new FlowStory(
                1,
                5 * US / 2,
                4 * US,
                1.5,
                US / 2,
                0,
                LATENCY_PS,
                "trunk",
                "trunk",
                "left → right",
                US));
    assertThat(last.queueingPs()).isEqualTo(US / 2);
    assertThat(last.slowdown()).isEqualTo(1.5);
    assertThat(Simulation.trace(spec, OptionalInt.of(0), ProgressListener.NONE).flows()).isNull();
  }

  /** The path leads through all rounds; single flows are those of the last one. */
  @Test
  void thePathLeadsThroughAllRounds() {
    flows.add(3, 4, 2_000, US);
    flows.add(5, 3, 500, 0);
    FlowList list = flows.build().repeated(5 * US, 2);
    TracedResult traced = Simulation.trace(SimulationSpec.of(TRUNK, list), ProgressListener.NONE);
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    assertThat(IntStream.range(0, path.pieces()).mapToLong(path::endPs))
        .containsExactly(6 * US, 8 * US, 9 * US, 11 * US);
    assertThat(traced.flows()).isNotNull();
    assertThat(traced.flows().last())
        .extracting(FlowStory::startPs)
        .containsExactly(9 * US, 8 * US);
    assertThat(traced.flows().last()).extracting(FlowStory::heldPs).containsExactly(2 * US, US / 2);
  }

  /** At a quarter of the link, its cap, 1,000 bytes take 4 µs, and nothing queues. */
  @Test
  void whatAFlowsCapTakesIsChargedToIt() {
    flows.share(flows.add(1, 4, 1_000, 0), 1, RATE / 4, 0);
    flows.share(flows.add(2, 5, 1_000, 0), 1, Sharing.NO_CAP, 0);
    TracedResult traced =
        Simulation.trace(SimulationSpec.of(TRUNK, flows.build()), ProgressListener.NONE);
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    int flow = Activity.FLOW.ordinal();
    assertThat(path.totals())
        .containsExactly(
            new CriticalPath.Total(flow, CriticalPath.Charge.RATE_CAP, "", "", 4 * US, 0, 4 * US),
            new CriticalPath.Total(
                flow, CriticalPath.Charge.LATENCY, "", "", LATENCY_PS, 0, LATENCY_PS));
    FlowStories stories = traced.flows();
    assertThat(stories).isNotNull();
    FlowStory capped = stories.last().get(0);
    assertThat(capped.flow()).isZero();
    assertThat(capped.rateCapPs()).isEqualTo(4 * US);
    assertThat(capped.serializationPs()).isZero();
    assertThat(capped.slowdown()).isEqualTo(1);
    assertThat(capped.tier()).isEmpty();
    assertThat(capped.queueingPs()).isZero();
    assertThat(capped.link()).isEmpty();
    assertThat(capped.heldPs()).isEqualTo(4 * US);
    FlowStory other = stories.last().get(1);
    assertThat(other.link()).isEqualTo("left → right");
    assertThat(other.queueingPs()).isCloseTo(US / 3, within(ROUNDING_PS));
  }

  /**
   * At half of the link, its cap, 1,000 bytes take 2 µs alone. Three others that share the cable
   * leave it a quarter for the 4 µs that it is there: 2 µs are queueing, at the cable.
   */
  @Test
  void othersTakeFromACappedFlowWhatItsCapLeaves() {
    flows.share(flows.add(1, 4, 1_000, 0), 1, RATE / 2, 0);
    for (int other = 0; other < 3; other++) {
      flows.add(2, 5, 1_000, 0);
    }
    TracedResult traced =
        Simulation.trace(SimulationSpec.of(TRUNK, flows.build()), ProgressListener.NONE);
    FlowStories stories = traced.flows();
    assertThat(stories).isNotNull();
    FlowStory capped = stories.last().get(0);
    assertThat(capped.rateCapPs()).isEqualTo(2 * US);
    assertThat(capped.queueingPs()).isEqualTo(2 * US);
    assertThat(capped.tier()).isEqualTo("trunk");
    assertThat(capped.slowdown()).isEqualTo(4.5 / 2.5);
    assertThat(traced.result().flowTimes().slowdown(0)).isEqualTo(4.5 / 2.5);
  }

  /**
   * A cable as fast as one and a half links, a message over it, and twice four flows. In the first
   * round the one to g4 shares the cable with the message, 0.75 bytes/ns each, for 4 µs; in the
   * second it has 1 byte/ns, 3 µs. In both rounds two come to g2 from the other side, half of its
   * link each, until the one of 300 bytes is done after 0.6 µs; the one of 3,000 takes 3.3.
   *
   * <p>In the second round these took, relative to what they take alone, with 0.5 µs of latency:
   * 3.8/3.5, 1.1/0.8, and 1; on the mean of both the one to g4 took 4/3.5, more than the first.
   */
  @Test
  void theSlowestAreThoseOfTheLastRound() {
    Fabric wide = trunk(RATE * 3 / 2);
    flows.add(4, 2, 3_000, 0);
    flows.add(5, 2, 300, 0);
    flows.add(1, 4, 3_000, 0);
    flows.add(3, 5, 100, 0);
    FlowList list = flows.build().repeated(0, 2);
    SimulationSpec spec =
        SimulationSpec.of(
                wide, Jobs.beside(List.of("ranks", "flows"), List.of(message(3_000), NO_RANKS)))
            .withPlacement(0, 3)
            .withFlows(FlowList.beside(List.of(FlowList.NONE, list)));
    TracedResult traced = Simulation.trace(spec, OptionalInt.of(1), ProgressListener.NONE);
    FlowStories stories = traced.flows();
    assertThat(stories).isNotNull();
    assertThat(stories.last()).extracting(FlowStory::flow).containsExactly(0, 2, 1);
    assertThat(stories.slowest()).extracting(FlowStory::flow).containsExactly(1, 0, 2);
    assertThat(stories.slowest())
        .extracting(FlowStory::slowdown)
        .containsExactly(1.1 / 0.8, 3.8 / 3.5, 1.0);
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    assertThat(IntStream.range(0, path.pieces()).map(path::rank)).containsExactly(2, 0);
    assertThat(IntStream.range(0, path.pieces()).mapToLong(path::endPs))
        .containsExactly(4_500_000L, 8_300_000L);
    int flow = Activity.FLOW.ordinal();
    assertThat(path.totals())
        .as("3,000 bytes at 1.5 and at 1 byte/ns; the rest of 4 and of 3.3 µs")
        .containsExactlyInAnyOrder(
            total(flow, CriticalPath.Charge.SERIALIZATION, "trunk", 2 * US, 2),
            total(flow, CriticalPath.Charge.QUEUEING, "trunk", 2 * US, 2),
            total(flow, CriticalPath.Charge.SERIALIZATION, "wire", 3 * US, 0),
            total(flow, CriticalPath.Charge.QUEUEING, "wire", 300_000, 0),
            new CriticalPath.Total(
                flow, CriticalPath.Charge.LATENCY, "", "", 2 * LATENCY_PS, 0, LATENCY_PS));
  }

  /** All on one rank. */
  private static CriticalPath.Total total(
      int activity, CriticalPath.Charge charge, String tier, long timePs, int rank) {
    return new CriticalPath.Total(activity, charge, tier, tier, timePs, rank, timePs);
  }

  /** Two end after 1 µs, and one that is there for 999 ns from 999 ps on a picosecond before. */
  @Test
  void onlyThoseThatEndWithTheLastOneEndTogether() {
    flows.add(0, 1, 1_000, 0);
    flows.add(3, 4, 999, 999);
    flows.add(5, 3, 1_000, 0);
    FlowStories stories = stories(SimulationSpec.of(TRUNK, flows.build()));
    assertThat(stories.endTogether()).isEqualTo(2);
    assertThat(stories.last()).extracting(FlowStory::flow).containsExactly(0, 2, 1);
    assertThat(stories.last())
        .extracting(FlowStory::endPs)
        .containsExactly(1_000_000L, 1_000_000L, 999_999L);
  }

  /** Nothing happens until 5 µs on the path of the flow that is due then: no link is to blame. */
  @Test
  void whatPassesBeforeAFlowIsDueIsItsOwn() {
    flows.add(0, 1, 1_000, 0);
    flows.add(3, 4, 1_000, 5 * US);
    CriticalPath path =
        Simulation.trace(SimulationSpec.of(TRUNK, flows.build()), ProgressListener.NONE)
            .criticalPath();
    assertThat(path).isNotNull();
    assertThat(path.totals())
        .containsExactly(
            total(Activity.NOT_STARTED.ordinal(), CriticalPath.Charge.COMPUTE, "", 5 * US, 1),
            total(Activity.FLOW.ordinal(), CriticalPath.Charge.SERIALIZATION, "wire", US, 1));
  }

  /**
   * 7,605,792 bytes at 2,253 b/s take 27,006.8 s, more picoseconds than a double counts, so that
   * the flow ends one earlier than bytes and latency add up to: that is not charged.
   */
  @ParameterizedTest
  @CsvSource({"5, 27006806924101200, 9", "0, 27006806924101199, 0"})
  void noMoreIsChargedThanPassed(long linkPs, long serializationPs, long latencyPs) {
    flows.add(0, 1, 7_605_792, 0);
    Fabric slow = FabricSketch.star(2, 2_253, linkPs);
    TracedResult traced =
        Simulation.trace(SimulationSpec.of(slow, flows.build()), ProgressListener.NONE);
    assertThat(traced.result().endPs()).isEqualTo(27_006_806_924_101_200L + 2 * linkPs - 1);
    assertThat(traced.flows()).isNotNull();
    FlowStory story = traced.flows().last().get(0);
    assertThat(story.serializationPs()).isEqualTo(serializationPs);
    assertThat(story.latencyPs()).isEqualTo(latencyPs);
    assertThat(story.queueingPs()).isZero();
    CriticalPath path = traced.criticalPath();
    assertThat(path).isNotNull();
    assertThat(path.endPs()).isEqualTo(traced.result().endPs());
  }

  /** Without bytes there is nothing but latency, no link held it, and no cap did. */
  @Test
  void aFlowWithoutBytesIsHeldByNoLinkAndNoCap() {
    flows.add(1, 4, 0, 0);
    assertThat(stories(SimulationSpec.of(TRUNK, flows.build())).last())
        .containsExactly(
            new FlowStory(0, 0, LATENCY_PS, 1, 0, 0, LATENCY_PS, "wire", "wire", "", 0));
  }

  /**
   * Two of 3,000 bytes share their first link, 6 µs, of which one took 4 at its cap of three
   * quarters of the rate: the link held it, the first of all links.
   */
  @Test
  void theLinkThatHoldsACappedFlowIsNamed() {
    flows.share(flows.add(0, 1, 3_000, 0), 1, RATE * 3 / 4, 0);
    flows.add(0, 2, 3_000, 0);
    assertThat(FabricSketch.link(TRUNK, "g0", "left")).isZero();
    FlowStory story = stories(SimulationSpec.of(TRUNK, flows.build())).last().get(0);
    assertThat(story.flow()).isZero();
    assertThat(story.link()).isEqualTo("g0 → left");
    assertThat(story.tier()).isEqualTo("wire");
    assertThat(story.label()).isEqualTo("wire");
    assertThat(story.rateCapPs()).isEqualTo(4 * US);
    assertThat(story.queueingPs()).isEqualTo(2 * US);
  }

  /** A cap of what the link passes or more takes nothing. */
  @ParameterizedTest
  @ValueSource(longs = {RATE, 2 * RATE})
  void aCapThatIsNotBelowTheLinksIsNone(long capBps) {
    flows.share(flows.add(0, 1, 1_000, 0), 1, capBps, 0);
    FlowStory story = stories(SimulationSpec.of(TRUNK, flows.build())).last().get(0);
    assertThat(story.serializationPs()).isEqualTo(US);
    assertThat(story.rateCapPs()).isZero();
    assertThat(story.tier()).isEqualTo("wire");
  }

  /**
   * Over one spine 1 byte takes 1 ns and a cable nothing, over the other 2 ns and 2 µs. The first
   * flow from a to c goes over the slow one, its acknowledgements and the second flow over the fast
   * one: 2 µs of bytes and 4 of latency.
   */
  @Test
  void aFlowIsChargedByItsOwnPath() {
    FabricSketch sketch = new FabricSketch().gpus("a", "b", "c", "d").switches(1, "l0", "l1");
    sketch.switches(2, "fast", "slow");
    for (String ends : new String[] {"a l0", "b l0", "c l1", "d l1", "l0 fast", "l1 fast"}) {
      sketch.cable(ends.split(" ", -1)[0], ends.split(" ", -1)[1], 4 * RATE, 0);
    }
    sketch.tier("slow").cable("l0", "slow", RATE / 2, 2 * US).cable("l1", "slow", RATE / 2, 2 * US);
    Fabric fabric = sketch.build();
    flows.pin(flows.add(1, 3, 1_000, 0), links(fabric, "b", "l0", "fast", "l1", "d"), null);
    flows.pin(
        flows.add(0, 2, 1_000, 0),
        links(fabric, "a", "l0", "slow", "l1", "c"),
        links(fabric, "c", "l1", "fast", "l0", "a"));
    flows.pin(flows.add(0, 2, 1_000, 0), links(fabric, "a", "l0", "fast", "l1", "c"), null);
    FlowStory story = stories(SimulationSpec.of(fabric, flows.build())).last().get(0);
    assertThat(story.flow()).isEqualTo(1);
    assertThat(story.endPs()).isEqualTo(6 * US);
    assertThat(story.tier()).isEqualTo("slow");
    assertThat(story.serializationPs()).isEqualTo(2 * US);
    assertThat(story.latencyPs()).isEqualTo(4 * US);
    assertThat(story.queueingPs()).isZero();
  }

  private static int[] links(Fabric fabric, String... nodes) {
    return IntStream.range(1, nodes.length)
        .map(hop -> FabricSketch.link(fabric, nodes[hop - 1], nodes[hop]))
        .toArray();
  }

  private static FlowStories stories(SimulationSpec spec) {
    FlowStories stories = Simulation.trace(spec, ProgressListener.NONE).flows();
    assertThat(stories).isNotNull();
    return stories;
  }

  /** Folded or not, to the picosecond: the ranks of a ring of eight, and flows over its links. */
  @Test
  void foldingChangesNothing() {
    Fabric star = FabricSketch.star(10, RATE, LATENCY_PS);
    flows.add(8, 9, 3_000, US);
    flows.add(9, 8, 3_000, US);
    Program ring = CollectiveProgram.of(8, Operation.ALL_REDUCE, 64_000);
    SimulationSpec spec =
        SimulationSpec.of(star, Jobs.beside(List.of("ring", "flows"), List.of(ring, NO_RANKS)))
            .withPlacement(IntStream.range(0, 8).toArray())
            .withFlows(FlowList.beside(List.of(FlowList.NONE, flows.build().repeated(0, 3))));
    TracedResult folded = Simulation.trace(spec, OptionalInt.of(1), ProgressListener.NONE);
    TracedResult plain =
        Simulation.trace(spec.withFolding(false), OptionalInt.of(1), ProgressListener.NONE);
    assertThat(folded.result().folding()).isNotNull();
    assertThat(folded.result().folding().classes()).isLessThan(8);
    assertThat(folded.result().jobs().get(1).endPs())
        .isEqualTo(plain.result().jobs().get(1).endPs())
        .isEqualTo(3 * (US + 3 * US + 2 * LATENCY_PS));
    assertThat(folded.flows()).isEqualTo(plain.flows());
    assertThat(folded.result().jobs().get(0).endPs())
        .isEqualTo(plain.result().jobs().get(0).endPs());
  }
}
