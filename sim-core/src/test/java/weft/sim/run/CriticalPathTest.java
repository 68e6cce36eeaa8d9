package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.CriticalPath.Charge;
import weft.sim.metrics.SlowRank;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;
import weft.sim.workload.FlowList;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/** What determined the end of a run. */
final class CriticalPathTest {

  private static final int MAIN = 0;
  private static final int SIDE = 1;
  private static final long US = 1_000_000;
  private static final long GBPS = 1_000_000_000L;

  private static CriticalPath path(TracedResult traced) {
    CriticalPath path = Objects.requireNonNull(traced.criticalPath());
    long sumPs = 0;
    for (int piece = 0; piece < path.pieces(); piece++) {
      for (Charge charge : Charge.values()) {
        assertThat(path.timePs(piece, charge)).isNotNegative();
        sumPs += path.timePs(piece, charge);
      }
    }
    assertThat(sumPs).isEqualTo(traced.result().endPs()).isEqualTo(path.endPs());
    assertThat(path.totals().stream().mapToLong(CriticalPath.Total::timePs).sum()).isEqualTo(sumPs);
    StepBreakdown breakdown = Objects.requireNonNull(traced.result().breakdown());
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::meanPs).sum())
        .isEqualTo(sumPs);
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum())
        .isEqualTo(sumPs);
    return path;
  }

  private static List<String> pieces(CriticalPath path) {
    return IntStream.range(0, path.pieces())
        .mapToObj(
            piece ->
                "%d %s %d–%d"
                    .formatted(
                        path.rank(piece),
                        Activity.values()[path.activity(piece)],
                        path.startPs(piece) / US,
                        path.endPs(piece) / US))
        .toList();
  }

  /**
   * Rank 1 computes for 12 µs, rank 0 for 10. Then each sends 1,000 bytes and gets as many: two
   * steps of half of them, each over a star whose links take 0.5 µs and 1 ns a byte. So 1 µs of
   * serialization and 2 µs of latency. Rank 0 computes for 5 µs more, rank 1 for 3.
   */
  @Test
  void theLastToArriveIsWhatACollectiveWaitsFor() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}}, 1);
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(1);
      role.compute(MAIN, (10 + 2 * rank) * US);
      role.collective(MAIN, world, Operation.ALL_REDUCE, 1_000, Activity.TENSOR_PARALLEL);
      role.compute(MAIN, (5 - 2 * rank) * US);
      builder.assign(rank, role);
    }
    Fabric star = FabricSketch.star(2, 8 * GBPS, 500_000);
    CriticalPath path = path(trace(SimulationSpec.of(star, builder.build())));
    assertThat(pieces(path))
        .containsExactly("1 COMPUTE 0–12", "1 TENSOR_PARALLEL 12–15", "0 COMPUTE 15–20");
    assertThat(path.timePs(1, Charge.SERIALIZATION)).isEqualTo(US);
    assertThat(path.timePs(1, Charge.LATENCY)).isEqualTo(2 * US);
  }

  /**
   * Ranks 0 and 1 send 1,000 bytes each to rank 2 at once, over its one link: 2 µs instead of 1,
   * and 1 µs of latency.
   */
  @Test
  void whatOthersTakeOfALinkIsQueueing() {
    ProgramBuilder builder = new ProgramBuilder(3);
    int first = builder.peers("first", new int[] {2, -1, -1});
    int second = builder.peers("second", new int[] {-1, 2, -1});
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(1);
      role.send(MAIN, rank == 0 ? first : second, 1_000, Activity.PIPELINE_PARALLEL);
      builder.assign(rank, role);
    }
    Role receiver = builder.role(1);
    receiver.receive(MAIN, first, Activity.PIPELINE_PARALLEL);
    receiver.receive(MAIN, second, Activity.PIPELINE_PARALLEL);
    receiver.compute(MAIN, 4 * US);
    builder.assign(2, receiver);
    Fabric star = FabricSketch.star(3, 8 * GBPS, 500_000);
    CriticalPath path = path(trace(SimulationSpec.of(star, builder.build())));
    assertThat(pieces(path)).hasSize(2).last().isEqualTo("2 COMPUTE 3–7");
    assertThat(path.timePs(0, Charge.SERIALIZATION)).isEqualTo(US);
    assertThat(path.timePs(0, Charge.QUEUEING)).isEqualTo(US);
    assertThat(path.timePs(0, Charge.LATENCY)).isEqualTo(US);
  }

  /**
   * An all-reduce of 3 µs from 4 µs on, beside which rank 0 computes for {@code besideUs} and rank
   * 1 for 1 µs: whichever ends last is what the rest waits for, and what rank 1 computes hides as
   * much of the collective.
   */
  @ParameterizedTest
  @CsvSource({"2,1 COMPUTE 4–5;1 TENSOR_PARALLEL 5–7,7", "5,0 COMPUTE 4–9,9"})
  void ofACollectiveAndTheComputationBesideItTheLastBinds(
      long besideUs, String between, long endUs) {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}}, 1);
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(1);
      role.compute(MAIN, (rank == 0 ? 3 : 4) * US);
      role.collectiveBeside(
          MAIN,
          world,
          Operation.ALL_REDUCE,
          1_000,
          (rank == 0 ? besideUs : 1) * US,
          Activity.TENSOR_PARALLEL);
      role.compute(MAIN, (2 - rank) * US);
      builder.assign(rank, role);
    }
    Fabric star = FabricSketch.star(2, 8 * GBPS, 500_000);
    TracedResult traced = trace(SimulationSpec.of(star, builder.build()));
    assertThat(String.join(";", pieces(path(traced))))
        .isEqualTo("1 COMPUTE 0–4;%s;0 COMPUTE %d–%d".formatted(between, endUs, endUs + 2));
    StepBreakdown breakdown = Objects.requireNonNull(traced.result().breakdown());
    assertThat(
            breakdown.parts().stream()
                .filter(part -> part.activity() == Activity.WAITING.ordinal())
                .mapToLong(StepBreakdown.Part::meanPs)
                .sum())
        .as("rank 0 waits for 1 µs, rank 1 not at all")
        .isEqualTo(US / 2);
  }

  /**
   * Rank 1 comes to the collective of 3 µs on its other stream after two computations, at 5 µs;
   * rank 0 after one, at 1 µs.
   */
  @Test
  void theLastToArriveMayDoSoOnAnotherStream() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int world = builder.groups("world", new int[][] {{0, 1}}, 1);
    Role early = builder.role(2);
    early.compute(MAIN, US);
    early.collective(MAIN, world, Operation.ALL_REDUCE, 1_000, Activity.DATA_PARALLEL);
    builder.assign(0, early.compute(MAIN, 7 * US));
    Role late = builder.role(2).compute(MAIN, US).compute(SIDE, 2 * US).compute(SIDE, 3 * US);
    late.collective(SIDE, world, Operation.ALL_REDUCE, 1_000, Activity.DATA_PARALLEL);
    builder.assign(1, late);
    Fabric star = FabricSketch.star(2, 8 * GBPS, 500_000);
    assertThat(pieces(path(trace(SimulationSpec.of(star, builder.build())))))
        .containsExactly("1 COMPUTE 0–2", "1 COMPUTE 2–5", "1 DATA_PARALLEL 5–8", "0 COMPUTE 8–15");
  }

  /**
   * Rank 0 sends 3,000 bytes to rank 2 from 0 on, and after 2 µs 1,000 to rank 1: both have 1,000
   * left then and share the link for 2 µs, so that they arrive at 5 µs together. Rank 2 computes
   * for 1 µs after that, and it is the first message that it waited for.
   */
  @Test
  void ofTwoMessagesThatArriveTogetherTheOneThatWasWaitedForBinds() {
    ProgramBuilder builder = new ProgramBuilder(3);
    int toFirst = builder.peers("to 1", new int[] {1, -1, -1});
    int toSecond = builder.peers("to 2", new int[] {2, -1, -1});
    Role sender = builder.role(2).compute(MAIN, 2 * US);
    sender.send(MAIN, toFirst, 1_000, Activity.PIPELINE_PARALLEL);
    sender.send(SIDE, toSecond, 3_000, Activity.PIPELINE_PARALLEL);
    builder.assign(0, sender);
    builder.assign(1, builder.role(1).receive(MAIN, toFirst, Activity.PIPELINE_PARALLEL));
    Role receiver = builder.role(1).receive(MAIN, toSecond, Activity.PIPELINE_PARALLEL);
    builder.assign(2, receiver.compute(MAIN, US));
    Fabric star = FabricSketch.star(3, 8 * GBPS, 500_000);
    CriticalPath path = path(trace(SimulationSpec.of(star, builder.build())));
    assertThat(pieces(path)).containsExactly("0 PIPELINE_PARALLEL 0–5", "2 COMPUTE 5–6");
    assertThat(path.timePs(0, Charge.SERIALIZATION)).isEqualTo(3 * US);
  }

  /** Rank 1 begins with one mark, and has the other at 3 µs; ranks 0 and 2 have that at 5. */
  @Test
  void aPathEndsWhereTheLastRankComesToItsMark() {
    ProgramBuilder builder = new ProgramBuilder(3);
    int begun = builder.mark("begun");
    int half = builder.mark("half");
    for (int rank = 0; rank < 3; rank++) {
      Role role = builder.role(1);
      if (rank == 1) {
        role.mark(MAIN, begun);
      }
      role.compute(MAIN, (rank == 1 ? 3 : 5) * US).mark(MAIN, half).compute(MAIN, (4 + rank) * US);
      builder.assign(rank, role);
    }
    SimulationSpec spec =
        SimulationSpec.of(FabricSketch.star(3, 8 * GBPS, 500_000), builder.build());
    assertThat(pieces(Objects.requireNonNull(trace(spec, "half").criticalPath())))
        .containsExactly("0 COMPUTE 0–5");
    assertThat(Objects.requireNonNull(trace(spec, "begun").criticalPath()).pieces()).isZero();
    assertThat(pieces(Objects.requireNonNull(trace(spec, null).criticalPath())))
        .containsExactly("2 COMPUTE 0–5", "2 COMPUTE 5–11");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace(spec, "end"))
        .withMessage("no mark end");
  }

  /** Of several marks one that no rank comes to. */
  @Test
  void aMarkThatNoRankHasIsRefused() {
    ProgramBuilder builder = new ProgramBuilder(1);
    builder.mark("nowhere");
    builder.assign(0, builder.role(1).compute(MAIN, US));
    SimulationSpec spec = SimulationSpec.of(FabricSketch.star(1, 8 * GBPS, 0), builder.build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trace(spec, "nowhere"))
        .withMessage("no rank has mark 0");
  }

  private static TracedResult trace(SimulationSpec spec, @Nullable String mark) {
    return Simulation.trace(spec, OptionalInt.empty(), result -> mark, ProgressListener.NONE);
  }

  /** Three computations on the main stream, while another sends and is awaited. */
  @Test
  void anAwaitedStreamIsWhatBinds() {
    ProgramBuilder builder = new ProgramBuilder(2);
    int peers = builder.peers("peers", new int[] {1, -1});
    Role sender = builder.role(2);
    sender.compute(MAIN, 2 * US).await(SIDE, MAIN);
    sender.send(SIDE, peers, 9_000, Activity.PIPELINE_PARALLEL);
    sender.compute(MAIN, 3 * US).await(MAIN, SIDE).compute(MAIN, US);
    builder.assign(0, sender);
    builder.assign(1, builder.role(1).receive(MAIN, peers, Activity.PIPELINE_PARALLEL));
    Fabric star = FabricSketch.star(2, 8 * GBPS, 500_000);
    CriticalPath path = path(trace(SimulationSpec.of(star, builder.build())));
    assertThat(pieces(path))
        .containsExactly("0 COMPUTE 0–2", "0 PIPELINE_PARALLEL 2–12", "0 COMPUTE 12–13");
  }

  /**
   * Whatever is on the path lengthens the run when it takes longer, by as much, and nothing else
   * does unless it is about to be: without sharing, a run is a system of sums and maxima. What is
   * computed beside a longer collective hides a part of that, but does not bind.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void allOfThePathAndNothingElseLengthensTheRun(long seed) {
    Random random = new Random(seed);
    int ranks = 2 + random.nextInt(4);
    long[] computesPs = random.longs(8L * ranks, US, 100 * US).toArray();
    long shape = random.nextLong();
    TracedResult traced = trace(spec(ranks, computesPs, shape));
    CriticalPath path = path(traced);
    boolean[] isOnPath = new boolean[computesPs.length];
    int[] kinds = new Random(shape).ints(8, 0, 5).toArray();
    for (int piece = 0; piece < path.pieces(); piece++) {
      if (path.isCompute(piece)) {
        long timePs = path.timePs(piece, Charge.COMPUTE);
        boolean isBeforeOther =
            piece + 1 < path.pieces()
                && !path.isCompute(piece + 1)
                && path.rank(piece + 1) == path.rank(piece);
        for (int i = 0; i < computesPs.length; i++) {
          boolean isHiding = kinds[i % 8] == 4 && isBeforeOther;
          isOnPath[i] |= i / 8 == path.rank(piece) && computesPs[i] == timePs && !isHiding;
        }
      }
    }
    for (int i = 0; i < computesPs.length; i++) {
      long[] changed = computesPs.clone();
      changed[i]++;
      long endPs = Simulation.run(spec(ranks, changed, shape)).endPs();
      assertThat(endPs - traced.result().endPs())
          .as("seed %d, computation %d", seed, i)
          .isEqualTo(isOnPath[i] ? 1 : 0);
    }
  }

  /**
   * Eight computations a rank, between or beside them collectives, messages around, a second
   * stream.
   */
  private static SimulationSpec spec(int ranks, long[] computesPs, long shape) {
    Random random = new Random(shape);
    ProgramBuilder builder = new ProgramBuilder(ranks);
    int world = builder.groups("world", new int[][] {IntStream.range(0, ranks).toArray()}, 1);
    int[] around = IntStream.range(0, ranks).map(rank -> (rank + 1) % ranks).toArray();
    int peers = builder.peers("around", around);
    int[] kinds = random.ints(8, 0, 5).toArray();
    int[] bytes = random.ints(8, 1, 100_000).toArray();
    for (int rank = 0; rank < ranks; rank++) {
      Role role = builder.role(2);
      for (int i = 0; i < 8; i++) {
        long computePs = computesPs[8 * rank + i];
        if (kinds[i] == 4) {
          role.collectiveBeside(
              MAIN, world, Operation.ALL_REDUCE, bytes[i], computePs, Activity.TENSOR_PARALLEL);
          continue;
        }
        role.compute(kinds[i] == 3 ? SIDE : MAIN, computePs);
        if (kinds[i] == 0) {
          role.collective(MAIN, world, Operation.ALL_REDUCE, bytes[i], Activity.TENSOR_PARALLEL);
        } else if (kinds[i] == 1) {
          role.await(SIDE, MAIN).send(SIDE, peers, bytes[i], Activity.PIPELINE_PARALLEL);
          role.receive(MAIN, peers, Activity.PIPELINE_PARALLEL);
        } else if (kinds[i] == 2) {
          role.await(MAIN, SIDE);
        }
      }
      builder.assign(rank, role);
    }
    return SimulationSpec.of(FabricSketch.star(ranks, 8 * GBPS, 500_000), builder.build())
        .withModel(NetworkModelKind.ANALYTIC);
  }

  /** Eight ranks of two nodes meet after each computation; rank 5 is a fifth slower. */
  @Test
  void aSlowRankIsNamed() {
    Fabric star = FabricSketch.star(8, 8 * GBPS, 500_000);
    TracedResult traced = trace(SimulationSpec.of(star, slow(5)));
    path(traced);
    SlowRank slow = Objects.requireNonNull(traced.slowRank());
    assertThat(slow.rank()).isEqualTo(5);
    assertThat(slow.peersPs()).isEqualTo(10 * 8 * US);
    assertThat(slow.computePs()).isEqualTo(10 * 10 * US);
    assertThat(slow.lostPs()).isEqualTo(10 * 2 * US);
    StepBreakdown breakdown = Objects.requireNonNull(traced.result().breakdown());
    assertThat(breakdown.late()).isEqualTo(new StepBreakdown.Late(5, 1));
    assertThat(traced.result().bottlenecks())
        .anySatisfy(
            bottleneck ->
                assertThat(bottleneck.explanation())
                    .startsWith("Waiting for a slower rank: ")
                    .contains("for rank 5, "));
  }

  /** Five of eight are slow: the fastest is what they are compared with, not the median. */
  @Test
  void aSlowRankIsNamedThoughMostAreSlow() {
    TracedResult traced = trace(computing(new long[] {8, 8, 8, 10, 10, 10, 10, 10}, 0));
    SlowRank slow = Objects.requireNonNull(traced.slowRank());
    assertThat(slow.rank()).isEqualTo(3);
    assertThat(slow.peersPs()).isEqualTo(10 * 8 * US);
    assertThat(slow.lostPs()).isEqualTo(10 * 2 * US);
  }

  /** Rank 7 has another computation in each step, as a last stage has an output layer. */
  @Test
  void whoHasMoreToDoIsNotSlow() {
    TracedResult traced = trace(computing(new long[] {8, 8, 8, 8, 8, 8, 8, 8}, 12 * US));
    assertThat(traced.slowRank()).isNull();
  }

  /** But who is slow beside it is named, though the path is not on it for long. */
  @Test
  void whoIsSlowBesideOneWithMoreToDoIsNamed() {
    TracedResult traced = trace(computing(new long[] {8, 8, 30, 8, 8, 8, 8, 8}, 12 * US));
    assertThat(Objects.requireNonNull(traced.slowRank()).rank()).isEqualTo(2);
  }

  /** Eight ranks that compute so many microseconds, the last one more, and meet: ten times. */
  private static SimulationSpec computing(long[] durationsUs, long morePs) {
    ProgramBuilder builder = new ProgramBuilder(8);
    int world = builder.groups("world", new int[][] {IntStream.range(0, 8).toArray()}, 1);
    for (int rank = 0; rank < 8; rank++) {
      Role role = builder.role(1);
      for (int step = 0; step < 10; step++) {
        role.compute(MAIN, durationsUs[rank] * US);
        if (rank == 7 && morePs > 0) {
          role.compute(MAIN, morePs);
        }
        role.collective(MAIN, world, Operation.ALL_REDUCE, 1_000, Activity.DATA_PARALLEL);
      }
      builder.assign(rank, role);
    }
    return SimulationSpec.of(FabricSketch.star(8, 8 * GBPS, 500_000), builder.build());
  }

  @Test
  void withoutASlowRankNoneIsNamed() {
    Fabric star = FabricSketch.star(8, 8 * GBPS, 500_000);
    TracedResult traced = trace(SimulationSpec.of(star, slow(-1)));
    path(traced);
    assertThat(traced.slowRank()).isNull();
    assertThat(Objects.requireNonNull(traced.result().breakdown()).late()).isNull();
  }

  private static Program slow(int slowRank) {
    ProgramBuilder builder = new ProgramBuilder(8);
    int world = builder.groups("world", new int[][] {IntStream.range(0, 8).toArray()}, 1);
    for (int rank = 0; rank < 8; rank++) {
      Role role = builder.role(1);
      for (int step = 0; step < 10; step++) {
        role.compute(MAIN, (rank == slowRank ? 10 : 8) * US);
        role.collective(MAIN, world, Operation.ALL_REDUCE, 1_000, Activity.DATA_PARALLEL);
      }
      builder.assign(rank, role);
    }
    return builder.build();
  }

  @Test
  void aRunThatDoesNothingHasNone() {
    Fabric star = FabricSketch.star(2, 8 * GBPS, 500_000);
    TracedResult traced = trace(SimulationSpec.of(star, FlowList.NONE));
    assertThat(traced.criticalPath()).isNull();
    assertThat(traced.flows()).isNull();
  }

  /** The result does not depend on whether somebody looks. */
  @Test
  void tracingChangesNothing() {
    SimulationSpec spec = spec(4, new Random(1).longs(32, US, 100 * US).toArray(), 7);
    assertThat(trace(spec).result().breakdown()).isEqualTo(Simulation.run(spec).breakdown());
    assertThat(trace(spec).result().engine().events())
        .isEqualTo(Simulation.run(spec).engine().events());
  }

  /**
   * Of 10 ps bytes took 4 and latency 1, so 5 are queueing; of 20 the cap of a flow took 12 and
   * latency 7, so 1 is; then 1 ps is computed.
   */
  @Test
  void totalsAreSortedAndAddUp() {
    CriticalPath path = new CriticalPath(FabricSketch.star(2, 8 * GBPS, 0));
    int flow = Activity.FLOW.ordinal();
    path.add(1, flow, 0, 10, 0, 4, 1);
    path.add(2, flow, 10, 30, 0, true, 12, 7);
    path.add(0, Activity.COMPUTE.ordinal(), 30, 31, CriticalPath.NO_TIER, 0, 0);
    assertThat(path.totals())
        .containsExactly(
            new CriticalPath.Total(flow, Charge.RATE_CAP, "", "", 12, 2, 12),
            new CriticalPath.Total(flow, Charge.LATENCY, "", "", 8, 2, 7),
            new CriticalPath.Total(flow, Charge.QUEUEING, "wire", "wire", 6, 1, 5),
            new CriticalPath.Total(flow, Charge.SERIALIZATION, "wire", "wire", 4, 1, 4),
            new CriticalPath.Total(Activity.COMPUTE.ordinal(), Charge.COMPUTE, "", "", 1, 0, 1));
    assertThat(path.endPs()).isEqualTo(31);
  }

  /** After a piece until 10 ps; each row is wrong in one thing. */
  @ParameterizedTest
  @CsvSource({
    "9, 20, 0, 0, a piece from 9 ps on",
    "11, 20, 0, 0, a piece from 11 ps on",
    "10, 20, -1, 0, a piece from 10 ps on",
    "10, 20, 0, -1, a piece from 10 ps on",
    "10, 20, 6, 5, a piece that is shorter than its parts",
    "10, 9, 0, 0, a piece that is shorter than its parts"
  })
  void aPieceThatDoesNotFitIsRefused(
      long startPs, long endPs, long serializationPs, long latencyPs, String message) {
    CriticalPath path = new CriticalPath(FabricSketch.star(2, 8 * GBPS, 0));
    path.add(0, 0, 0, 10, 0, 6, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> path.add(0, 0, startPs, endPs, 0, serializationPs, latencyPs))
        .withMessageStartingWith(message);
    assertThat(path.pieces()).isEqualTo(1);
  }

  private static TracedResult trace(SimulationSpec spec) {
    return Simulation.trace(spec, ProgressListener.NONE);
  }
}
