package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.check.Conservation;
import weft.sim.check.InvariantViolation;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.Bottleneck;
import weft.sim.metrics.TierUtilization;
import weft.sim.workload.Activity;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

final class SimulationTest {

  private static final Fabric STAR = FabricSketch.star(8, 400_000_000_000L, 500_000);
  private static final Program ALL_REDUCE =
      CollectiveProgram.of(8, Operation.ALL_REDUCE, 1 << 20, 1 << 26);

  /** From each rank 2(n − 1)/n of both sizes. */
  private static final long SENT_BYTES = 14L * ((1 << 20) + (1 << 26));

  private static final String[] SPINES = {"s0", "s1", "s2", "s3"};

  /** 2(n − 1)/n · bytes / rate, and 2(n − 1) latencies of 1 µs. */
  @ParameterizedTest
  @EnumSource(
      value = NetworkModelKind.class,
      names = {"ANALYTIC", "FLOW"})
  void bothModelsGiveTheClosedFormWhereNothingIsShared(NetworkModelKind model) {
    SimulationResult result = Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE).withModel(model));
    double expectedPs = 14 * ((1 << 26) / 8 * 8e12 / 400e9 + 1e6);
    assertThat(result.collectives().get(1).timePs()).isEqualTo(expectedPs);
    assertThat(result.complete()).isTrue();
    TierUtilization wire = result.utilization("wire");
    assertThat(wire.bytes()).isEqualTo(2 * 8 * 14 / 8 * ((1 << 20) + (1 << 26)));
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void theModeChangesNothingButTheChecks(RunMode mode) {
    SimulationResult plain = Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE));
    SimulationResult other = Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE).withMode(mode));
    assertThat(withoutWallTime(other)).isEqualTo(withoutWallTime(plain));
  }

  /** 7 bytes are in the books that nobody sends: found at the end of a run that is checked. */
  @ParameterizedTest
  @EnumSource(RunMode.class)
  void theBooksAreCheckedUnlessTheModeIsFast(RunMode mode) {
    Conservation books = new Conservation(STAR);
    books.onStarted(0, 1, 7);
    if (mode == RunMode.FAST) {
      assertThat(run(mode, books).complete()).isTrue();
      return;
    }
    assertThatThrownBy(() -> run(mode, books))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining(
            "%d bytes were sent, %d delivered".formatted(SENT_BYTES + 7, SENT_BYTES));
  }

  /** The books know links of half the rate: found while an audited run goes on, else never. */
  @ParameterizedTest
  @EnumSource(RunMode.class)
  void loadsAreCheckedIfTheModeIsAudit(RunMode mode) {
    Conservation books = new Conservation(FabricSketch.star(8, 200_000_000_000L, 500_000));
    if (mode != RunMode.AUDIT) {
      assertThat(run(mode, books).complete()).isTrue();
      return;
    }
    assertThatThrownBy(() -> run(mode, books))
        .isInstanceOf(InvariantViolation.class)
        .hasMessageContaining("g0 → s carries 400000000000 b/s, but has 200000000000");
  }

  private static SimulationResult run(RunMode mode, Conservation books) {
    return Simulation.run(
        SimulationSpec.of(STAR, ALL_REDUCE).withMode(mode), ProgressListener.NONE, books);
  }

  /**
   * g0 → g2 and g1 → g3 share the spine, 100 Gb/s and 1 µs a link: 1 MB and 3 MB.
   *
   * <p>Fluids first get half each, so that 1 MB takes 160 µs; the 2 MB that are then left of the
   * other have the link to themselves, 160 µs more. Alone 1 MB takes 80 µs and 3 MB 240 µs. Each
   * has four links of latency.
   */
  @ParameterizedTest
  @CsvSource({"FLOW,164000000,324000000", "ANALYTIC,84000000,244000000"})
  void onlyFluidsShareALink(NetworkModelKind model, long shortPs, long longPs) {
    FabricSketch sketch = new FabricSketch().switches(1, "a", "b").switches(2, "s");
    for (String gpu : List.of("g0", "g1", "g2", "g3")) {
      sketch.gpus(gpu).cable(gpu, gpu.compareTo("g2") < 0 ? "a" : "b", 100_000_000_000L, 1_000_000);
    }
    Fabric fabric =
        sketch
            .cable("a", "s", 100_000_000_000L, 1_000_000)
            .cable("s", "b", 100_000_000_000L, 1_000_000)
            .build();
    Program messages = messages(2, 1_000_000, 3_000_000);
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(fabric, messages).withModel(model).withMode(RunMode.AUDIT));
    assertThat(result.flows().minPs()).isEqualTo(shortPs);
    assertThat(result.flows().maxPs()).isEqualTo(longPs).isEqualTo(result.endPs());
  }

  /**
   * Four messages of 1 MB from one leaf to the other over four spines, 100 Gb/s a link: where the
   * fullest spine carries k of them, the last arrives after k times 80 µs, and that spine's links
   * are used all the time.
   */
  @Test
  void theSeedDecidesWhichSpineCarriesWhat() {
    FabricSketch sketch = new FabricSketch().switches(1, "a", "b").switches(2, SPINES);
    for (int gpu = 0; gpu < 8; gpu++) {
      sketch.gpus("g" + gpu).cable("g" + gpu, gpu < 4 ? "a" : "b", 400_000_000_000L, 0);
    }
    for (String spine : SPINES) {
      sketch.cable("a", spine, 100_000_000_000L, 0).cable("b", spine, 100_000_000_000L, 0);
    }
    Fabric fabric = sketch.build();
    Program messages = messages(4, 1_000_000, 1_000_000, 1_000_000, 1_000_000);
    Set<Long> ends = new HashSet<>();
    Set<String> busiest = new HashSet<>();
    for (int seed = 1; seed <= 16; seed++) {
      SimulationSpec spec = SimulationSpec.of(fabric, messages).withSeed(seed);
      SimulationResult result = Simulation.run(spec);
      assertThat(withoutWallTime(Simulation.run(spec))).isEqualTo(withoutWallTime(result));
      assertThat(result.endPs()).isIn(80_000_000L, 160_000_000L, 240_000_000L, 320_000_000L);
      assertThat(result.utilization("wire").max()).isCloseTo(1, within(1e-12));
      // The four messages are one for each of the links beside it on the average.
      assertThat(result.utilization("wire").besideBusiest())
          .isCloseTo(80e6 / result.endPs(), within(1e-12));
      ends.add(result.endPs());
      busiest.add(result.utilization("wire").busiestLink());
    }
    assertThat(ends).as("ends, picoseconds").hasSizeGreaterThan(1);
    assertThat(busiest).as("busiest links").hasSizeGreaterThan(1);
  }

  /** Rank i sends the i-th size to rank i + {@code stride}. */
  private static Program messages(int stride, long... sizes) {
    ProgramBuilder builder = new ProgramBuilder(2 * stride);
    int[] partners = new int[2 * stride];
    Arrays.fill(partners, -1);
    for (int rank = 0; rank < stride; rank++) {
      partners[rank] = rank + stride;
    }
    int peers = builder.peers("partner", partners);
    for (int rank = 0; rank < stride; rank++) {
      Activity activity = Activity.PIPELINE_PARALLEL;
      builder.assign(rank, builder.role(1).send(0, peers, sizes[rank], activity));
      builder.assign(rank + stride, builder.role(1).receive(0, peers, activity));
    }
    return builder.build();
  }

  /**
   * 1 MB a rank, each way at 400 Gb/s: 20 µs beside 12 µs of compute, then for 8 µs awaited. That
   * is longer than the compute, so less of that would bring nothing; with 9 µs more after it is
   * not.
   */
  @Test
  void whatOutlastsComputeHoldsBackFirst() {
    List<Bottleneck> longer = besideCompute(0);
    assertThat(longer.get(0).explanation())
        .contains("40\u00a0% of the time on average", "goes on for 100\u00a0% of the time");
    assertThat(longer.get(1).resource()).isEqualTo("compute");
    List<Bottleneck> shorter = besideCompute(9_000_000);
    assertThat(shorter.get(0).resource()).isEqualTo("compute");
    assertThat(shorter.get(1).explanation()).doesNotContain("goes on for");
  }

  private static List<Bottleneck> besideCompute(long afterPs) {
    ProgramBuilder builder = new ProgramBuilder(2);
    int peers = builder.peers("other", new int[] {1, 0});
    for (int rank = 0; rank < 2; rank++) {
      Role role = builder.role(2).send(1, peers, 1_000_000, Activity.DATA_PARALLEL);
      builder.assign(
          rank,
          role.compute(0, 12_000_000)
              .await(0, 1)
              .receive(0, peers, Activity.PIPELINE_PARALLEL)
              .compute(0, afterPs));
    }
    Fabric fabric = FabricSketch.star(2, 400_000_000_000L, 0);
    return Simulation.run(SimulationSpec.of(fabric, builder.build())).bottlenecks();
  }

  @Test
  void simulationsRunSideBySide() {
    SimulationResult alone = Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE));
    List<SimulationResult> together =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE)))
            .toList();
    assertThat(together)
        .allSatisfy(one -> assertThat(withoutWallTime(one)).isEqualTo(withoutWallTime(alone)));
  }

  private static SimulationResult withoutWallTime(SimulationResult result) {
    return new SimulationResult(
        result.complete(),
        result.endPs(),
        result.collectives(),
        result.marks(),
        result.breakdown(),
        result.flows(),
        result.flowTimes(),
        result.utilization(),
        result.holds(),
        result.flowLevel(),
        result.packets(),
        result.bottlenecks(),
        result.folding(),
        result.jobs(),
        result.carriedBytes(),
        new SimulationResult.EngineStatistics(result.engine().events(), 0));
  }

  @Test
  void placementDecidesWhichLinksCarry() {
    Program pair = CollectiveProgram.of(2, Operation.ALL_REDUCE, 1 << 20);
    SimulationResult result = Simulation.run(SimulationSpec.of(STAR, pair).withPlacement(6, 3));
    assertThat(result.utilization("wire").busiestLink()).isEqualTo("s → g3");
  }

  @Test
  void anInterruptedRunSaysSo() {
    // No two of one size: nothing is repeated.
    long[] sizes = LongStream.range(0, 40_000).toArray();
    Program longOne = CollectiveProgram.of(8, Operation.ALL_REDUCE, sizes);
    AtomicInteger looks = new AtomicInteger();
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(STAR, longOne).withCosts(StepCosts.NCCL_SIMPLE),
            (simulatedPs, events, done, total) -> {
              assertThat(done).isBetween(1L, total);
              assertThat(total).isEqualTo(320_000);
              return looks.incrementAndGet() < 3;
            });
    assertThat(looks).hasValue(3);
    assertThat(result.complete()).isFalse();
    assertThat(result.breakdown()).isNull();
    assertThat(result.bottlenecks()).isEmpty();
    assertThat(result.engine().events()).isEqualTo(3 << 16);
  }

  @Test
  void aRunThatCannotFinishIsExplained() {
    ProgramBuilder builder = new ProgramBuilder(8);
    int[] next = {1, -1, -1, -1, -1, -1, -1, -1};
    int peers = builder.peers("next", next);
    for (int rank = 0; rank < 8; rank++) {
      builder.assign(rank, builder.role(1).compute(0, rank));
    }
    builder.assign(1, builder.role(1).receive(0, peers, Activity.PIPELINE_PARALLEL));
    assertThatThrownBy(() -> Simulation.run(SimulationSpec.of(STAR, builder.build())))
        .isInstanceOf(StuckException.class)
        .hasMessage(
            "stuck at 0.000000 ms: nothing left to happen, 1 of 8 ranks unfinished.\n"
                + "  rank 1 (g1) waits for a message from rank 0 (g0)");
  }

  @Test
  void impossiblePlacementsAreRefused() {
    Program pair = CollectiveProgram.of(2, Operation.ALL_REDUCE, 8);
    SimulationSpec spec = SimulationSpec.of(STAR, pair);
    assertThatThrownBy(() -> spec.withPlacement(1, 1)).hasMessageContaining("taken twice");
    assertThatThrownBy(() -> spec.withPlacement(0, 8)).hasMessageContaining("endpoint 8");
    assertThatThrownBy(() -> spec.withPlacement(0)).hasMessage("1 placements for 2 ranks");
    Program nine = CollectiveProgram.of(9, Operation.ALL_REDUCE, 8);
    assertThatThrownBy(() -> SimulationSpec.of(STAR, nine)).hasMessageContaining("9 ranks on 8");
  }

  @Test
  void whatHoldsABenchmarkBackIsSaidForEachBound() {
    SimulationResult result = Simulation.run(SimulationSpec.of(STAR, ALL_REDUCE));
    assertThat(result.bottlenecks()).extracting("resource").containsExactly("wire");
    SimulationResult slow =
        Simulation.run(
            SimulationSpec.of(STAR, ALL_REDUCE).withCosts(new StepCosts(0, 20_000_000, 0)));
    assertThat(slow.bottlenecks()).extracting("resource").containsExactly("wire", "latency");
  }
}
