package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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
  private static final Fabric TRUNK =
      new FabricSketch()
          .gpus("g0", "g1", "g2", "g3", "g4", "g5")
          .switches(1, "left", "right")
          .cable("g0", "left", RATE, 0)
          .cable("g1", "left", RATE, 0)
          .cable("g2", "left", RATE, 0)
          .cable("g3", "right", RATE, 0)
          .cable("g4", "right", RATE, 0)
          .cable("g5", "right", RATE, 0)
          .tier("trunk")
          .cable("left", "right", RATE, LATENCY_PS)
          .build();

  private final FlowList.Builder flows = new FlowList.Builder();

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
