package weft.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.Planning;
import weft.sim.collective.exec.StepCosts;
import weft.sim.event.BucketEventQueue;
import weft.sim.event.Engine;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.fixture.NetworkRun;
import weft.sim.flow.FlowModel;
import weft.sim.probe.ActivityProbe;
import weft.sim.route.UpDownRouter;
import weft.sim.transfer.LinkOwners;

/**
 * Programs on GPUs around one switch: 8 Gb/s, so that a byte takes a nanosecond, and 500 ns to and
 * from the switch, so that a path takes a microsecond.
 */
final class ProgramRunnerTest {

  private static final long US = 1_000_000;
  private static final int MAIN = 0;
  private static final int SIDE = 1;

  /** Records intervals as {@code rank activity start–end} in microseconds. */
  private static final class Intervals implements ActivityProbe {
    final List<String> lines = new ArrayList<>();
    final List<Long> collectiveStarts = new ArrayList<>();

    @Override
    public void onActivity(int rank, int activity, long startPs, long endPs, int boundLink) {
      lines.add(
          "%d %s %d–%d".formatted(rank, Activity.values()[activity], startPs / US, endPs / US));
    }

    @Override
    public void onBeside(int rank, int activity, long startPs, long endPs, long exposedPs) {}

    @Override
    public void onAwaited(int rank, double waitedPs) {
      lines.add("%d awaited %s".formatted(rank, waitedPs / US));
    }

    @Override
    public void onCollective(
        int groups,
        int operation,
        int ranks,
        int channels,
        long bytes,
        long startPs,
        long endPs,
        int boundLink,
        boolean isStepped,
        double latenessPs,
        int times) {
      collectiveStarts.add(startPs / US);
    }
  }

  private final Intervals intervals = new Intervals();
  private final Engine engine = new Engine(new BucketEventQueue());

  private ProgramRunner run(ProgramBuilder builder, int ranks) {
    Fabric fabric = FabricSketch.star(ranks, 8_000_000_000L, 500_000);
    FlowModel network =
        new FlowModel(engine, fabric, new UpDownRouter(fabric, 1), new NetworkRun.NoProbe(), true);
    int[] endpoints = IntStream.range(0, ranks).toArray();
    Program program = builder.build();
    ProgramRunner runner =
        new ProgramRunner(
            engine,
            fabric,
            network,
            program,
            new Communicators(program, endpoints, fabric, StepCosts.NONE, Planning.RINGS, network),
            new LinkOwners(fabric.linkCount()),
            intervals);
    runner.start();
    engine.run(RunWatch.NONE);
    return runner;
  }

  private static int pair(ProgramBuilder builder) {
    return builder.peers("next", new int[] {1, -1});
  }

  @Test
  void computationsOfAStreamFollowEachOther() {
    ProgramBuilder builder = new ProgramBuilder(1);
    builder.assign(0, builder.role(1).compute(MAIN, 3 * US).compute(MAIN, 4 * US));
    ProgramRunner runner = run(builder, 1);
    assertThat(engine.nowPs()).isEqualTo(7 * US);
    assertThat(intervals.lines).containsExactly("0 COMPUTE 0–3", "0 COMPUTE 3–7");
    assertThat(runner.completedOperations()).isEqualTo(2);
    assertThat(runner.unfinishedRanks()).isZero();
  }

  /** A mark takes no time, also between a computation and a collective that follow each other. */
  @Test
  void marksAreNoted() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int group = builder.groups("all", new int[][] {{0, 1}});
    int computed = builder.mark("computed");
    int reduced = builder.mark("reduced");
    int never = builder.mark("never");
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(1).compute(MAIN, (3 + 2 * rank) * US).mark(MAIN, computed);
      role.collective(MAIN, group, Operation.ALL_REDUCE, 4_000, Activity.TENSOR_PARALLEL);
      builder.assign(rank, role.mark(MAIN, reduced));
    }
    ProgramRunner runner = run(builder, 2);
    long endPs = engine.nowPs();
    assertThat(never).isEqualTo(2);
    assertThat(runner.marks())
        .containsExactly(
            new MarkTimes("computed", 2, 4 * US, 5 * US),
            new MarkTimes("reduced", 2, endPs, endPs),
            new MarkTimes("never", 0, 0, 0));
    assertThat(endPs).isEqualTo(5 * US + 2 * (2 * US + US));
  }

  @Test
  void streamsRunSideBySide() {
    ProgramBuilder builder = new ProgramBuilder(1);
    builder.assign(0, builder.role(2).compute(MAIN, 3 * US).compute(SIDE, 5 * US));
    run(builder, 1);
    assertThat(engine.nowPs()).isEqualTo(5 * US);
    assertThat(intervals.lines).as("only the main stream").containsExactly("0 COMPUTE 0–3");
  }

  @Test
  void awaitWaitsForWhatWasPutOnTheOtherStreamBefore() {
    ProgramBuilder builder = new ProgramBuilder(1);
    Role role = builder.role(2).compute(SIDE, 5 * US).await(MAIN, SIDE);
    role.compute(SIDE, 100 * US).compute(MAIN, 2 * US);
    builder.assign(0, role);
    run(builder, 1);
    assertThat(intervals.lines).containsExactly("0 COMPUTE 0–5", "0 COMPUTE 5–7");
  }

  /**
   * Two ranks gather 4,000 B, which takes 3 µs from when the second one is there, and compute
   * beside it for longer, or for less.
   */
  @ParameterizedTest
  @CsvSource({"10, 12, ''", "1, 5, COLLECTIVE 3–5"})
  void whatIsComputedBesideACollectiveHidesIt(long besideUs, long endUs, String exposed) {
    ProgramBuilder builder = new ProgramBuilder(2);
    int both = builder.groups("both", new int[][] {{0, 1}});
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(1).compute(MAIN, rank == 0 ? 2 * US : 0);
      role.collectiveBeside(
          MAIN, both, Operation.ALL_GATHER, 4_000, besideUs * US, Activity.COLLECTIVE);
      builder.assign(rank, role);
    }
    run(builder, 2);
    assertThat(engine.nowPs()).isEqualTo(endUs * US);
    List<String> expected = new ArrayList<>();
    expected.add("0 COMPUTE 0–2");
    expected.add("1 WAITING 0–2");
    expected.add("0 awaited 2.0");
    for (int rank = 0; rank < 2; rank++) {
      expected.add(rank + " COMPUTE 2–" + (2 + besideUs));
      if (!exposed.isEmpty()) {
        expected.add(rank + " " + exposed);
      }
    }
    assertThat(intervals.lines).containsExactlyInAnyOrderElementsOf(expected);
  }

  /**
   * Rank 0 computes 10 µs, then sends 2,000 B: 2 µs and 1 µs of latency. Rank 1 has nothing to do
   * until the sending begins at 10, and waits for the pipeline from then to 13.
   */
  @Test
  void waitingIsABubbleUntilTheNeighbourSends() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int next = pair(builder);
    builder.assign(
        0,
        builder
            .role(2)
            .compute(MAIN, 10 * US)
            .await(SIDE, MAIN)
            .send(SIDE, next, 2_000, Activity.PIPELINE_PARALLEL));
    builder.assign(
        1, builder.role(1).receive(MAIN, next, Activity.PIPELINE_PARALLEL).compute(MAIN, US));
    run(builder, 2);
    assertThat(intervals.lines)
        .containsExactly(
            "0 COMPUTE 0–10", "1 BUBBLE 0–10", "1 PIPELINE_PARALLEL 10–13", "1 COMPUTE 13–14");
  }

  @Test
  void aMessageThatIsThereCostsNothing() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int next = pair(builder);
    builder.assign(0, builder.role(1).send(MAIN, next, 2_000, Activity.PIPELINE_PARALLEL));
    builder.assign(
        1,
        builder
            .role(1)
            .compute(MAIN, 20 * US)
            .receive(MAIN, next, Activity.PIPELINE_PARALLEL)
            .compute(MAIN, US));
    run(builder, 2);
    assertThat(intervals.lines)
        .containsExactly("0 PIPELINE_PARALLEL 0–3", "1 COMPUTE 0–20", "1 COMPUTE 20–21");
  }

  /** Ring of 2 over 2,000 B: each sends 1,000 B twice, 2 µs, and two latencies of 1 µs. */
  @Test
  void aCollectiveStartsWithTheLastRankAndEndsForAll() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}});
    for (int rank = 0; rank < 2; rank++) {
      builder.assign(
          rank,
          builder
              .role(1)
              .compute(MAIN, (rank + 1) * 5 * US)
              .collective(MAIN, world, Operation.ALL_REDUCE, 2_000, Activity.TENSOR_PARALLEL));
    }
    run(builder, 2);
    assertThat(intervals.collectiveStarts).containsExactly(10L);
    assertThat(intervals.lines)
        .containsExactly(
            "0 COMPUTE 0–5",
            "1 COMPUTE 0–10",
            "0 WAITING 5–10",
            "1 awaited 5.0",
            "0 TENSOR_PARALLEL 10–14",
            "1 TENSOR_PARALLEL 10–14");
  }

  /** 2 ns a byte, told twice and once more, of another size: no link has anything to carry. */
  @Test
  void aCollectiveMayTakeAGivenTime() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}}, bytes -> 2_000 * bytes);
    for (int rank = 0; rank < 2; rank++) {
      builder.assign(
          rank,
          builder
              .role(1)
              .compute(MAIN, (rank + 1) * 5 * US)
              .collective(MAIN, world, Operation.ALL_REDUCE, 1_500, Activity.AMAX_REDUCTION)
              .compute(MAIN, US)
              .collective(MAIN, world, Operation.ALL_REDUCE, 1_500, Activity.AMAX_REDUCTION)
              .compute(MAIN, US)
              .collective(MAIN, world, Operation.ALL_REDUCE, 500, Activity.AMAX_REDUCTION));
    }
    run(builder, 2);
    assertThat(intervals.lines)
        .contains("0 COMPUTE 0–5", "0 WAITING 5–10", "1 awaited 5.0")
        .endsWith("0 AMAX_REDUCTION 18–19", "1 AMAX_REDUCTION 18–19");
    assertThat(engine.nowPs()).isEqualTo((10 + 3 + 1 + 3 + 1 + 1) * US);
  }

  /** Ranks 0 and 1 wait 5 µs each for ranks 2 and 3, which come at the same time. */
  @Test
  void thoseThatComeLastTogetherAreAwaitedAlike() {
    ProgramBuilder builder = new ProgramBuilder(4);
    int world = builder.groups("world", new int[][] {{0, 1, 2, 3}});
    for (int rank = 0; rank < 4; rank++) {
      builder.assign(
          rank,
          builder
              .role(1)
              .compute(MAIN, (1 + rank / 2) * 5 * US)
              .collective(MAIN, world, Operation.ALL_REDUCE, 4_000, Activity.TENSOR_PARALLEL));
    }
    run(builder, 4);
    assertThat(intervals.lines.stream().filter(line -> line.contains("awaited")))
        .containsExactly("2 awaited 5.0", "3 awaited 5.0");
  }

  /**
   * As with two ranks above, but on a second stream, which rank 0 begins to await at 6 µs: what
   * that does is what its time goes to.
   */
  @Test
  void whatAnAwaitedStreamDoesIsWhatTheTimeGoesTo() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}});
    for (int rank = 0; rank < 2; rank++) {
      builder.assign(
          rank,
          builder
              .role(2)
              .compute(MAIN, (rank + 1) * 5 * US)
              .await(SIDE, MAIN)
              .collective(SIDE, world, Operation.ALL_REDUCE, 2_000, Activity.DATA_PARALLEL)
              .compute(MAIN, US)
              .await(MAIN, SIDE)
              .compute(MAIN, US));
    }
    run(builder, 2);
    assertThat(intervals.lines)
        .containsExactly(
            "0 COMPUTE 0–5",
            "0 COMPUTE 5–6",
            "1 COMPUTE 0–10",
            "1 COMPUTE 10–11",
            "0 WAITING 6–10",
            "1 awaited 4.0",
            "0 DATA_PARALLEL 10–14",
            "1 DATA_PARALLEL 11–14",
            "0 COMPUTE 14–15",
            "1 COMPUTE 14–15");
  }

  @Test
  void aGroupOfOneCommunicatesAtOnce() {
    ProgramBuilder builder = new ProgramBuilder(1);
    int world = builder.groups("world", new int[][] {{0}});
    builder.assign(
        0,
        builder
            .role(1)
            .collective(MAIN, world, Operation.ALL_GATHER, 1 << 30, Activity.COLLECTIVE));
    assertThat(run(builder, 1).unfinishedRanks()).isZero();
    assertThat(engine.nowPs()).isZero();
  }

  @Test
  void ranksThatDisagreeAreNamed() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("tensor", new int[][] {{0, 1}});
    for (int rank = 0; rank < 2; rank++) {
      builder.assign(
          rank,
          builder
              .role(1)
              .collective(MAIN, world, Operation.ALL_REDUCE, 4 + rank, Activity.COLLECTIVE));
    }
    assertThatThrownBy(() -> run(builder, 2))
        .isInstanceOf(ProgramException.class)
        .hasMessage(
            "in tensor-0, rank 0 runs all_reduce of 4 bytes, but rank 1 runs all_reduce of 5"
                + " bytes");
  }

  /** Rank 0 waits in a collective that rank 1 comes to only after a message of rank 0. */
  @Test
  void ranksThatWaitForEachOtherAreExplained() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}});
    int next = pair(builder);
    builder.assign(
        0,
        builder
            .role(1)
            .collective(MAIN, world, Operation.ALL_REDUCE, 8, Activity.COLLECTIVE)
            .send(MAIN, next, 8, Activity.PIPELINE_PARALLEL));
    builder.assign(
        1,
        builder
            .role(2)
            .receive(MAIN, next, Activity.PIPELINE_PARALLEL)
            .collective(MAIN, world, Operation.ALL_REDUCE, 8, Activity.COLLECTIVE)
            .await(SIDE, MAIN));
    ProgramRunner runner = run(builder, 2);
    assertThat(runner.unfinishedRanks()).isEqualTo(2);
    assertThat(runner.waits(10))
        .containsExactly(
            "rank 0 (g0) waits in all_reduce of world-0 for rank 1 (g1)",
            "rank 1 (g1) waits for a message from rank 0 (g0)",
            "rank 1 (g1) waits for its stream 0");
    assertThat(runner.waits(1)).hasSize(1);
  }

  @Test
  void aSenderWithoutPeerIsNamed() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int next = pair(builder);
    Role role = builder.role(1).send(MAIN, next, 8, Activity.PIPELINE_PARALLEL);
    builder.assign(0, role).assign(1, role);
    assertThatThrownBy(() -> run(builder, 2))
        .isInstanceOf(ProgramException.class)
        .hasMessage("rank 1 sends, but has no peer in next");
  }

  @Test
  void impossibleProgramsAreRefused() {
    ProgramBuilder builder = new ProgramBuilder(2);
    assertThatThrownBy(() -> builder.groups("g", new int[][] {{0, 1}, {1}}))
        .hasMessage("rank 1 is in two groups of g");
    assertThatThrownBy(() -> builder.groups("g", new int[][] {{2}}))
        .hasMessage("rank 2, only 0 … 1");
    assertThatThrownBy(() -> builder.peers("p", new int[] {1, 1}))
        .hasMessage("two ranks send to rank 1 in p");
    assertThatThrownBy(() -> builder.peers("p", new int[] {1})).hasMessage("1 peers for 2 ranks");
    assertThatThrownBy(builder::build).hasMessage("rank 0 has no role");
    Role role = builder.role(1);
    assertThatThrownBy(() -> role.compute(MAIN, -1)).hasMessage("a computation of -1 ps");
    assertThatThrownBy(() -> role.send(MAIN, 0, -1, Activity.COLLECTIVE))
        .hasMessage("a message of -1 bytes");
  }
}
