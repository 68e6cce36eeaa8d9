package weft.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.sim.collective.Operation;
import weft.sim.collective.exec.StepCosts;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.TierUtilization;
import weft.sim.workload.Activity;
import weft.sim.workload.CollectiveProgram;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;

final class SimulationTest {

  private static final Fabric STAR = FabricSketch.star(8, 400_000_000_000L, 500_000);
  private static final Program ALL_REDUCE =
      CollectiveProgram.of(8, Operation.ALL_REDUCE, 1 << 20, 1 << 26);

  /** 2(n − 1)/n · bytes / rate, and 2(n − 1) latencies of 1 µs. */
  @ParameterizedTest
  @EnumSource(NetworkModelKind.class)
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
        result.breakdown(),
        result.flows(),
        result.utilization(),
        result.bottlenecks(),
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
    Program longOne = CollectiveProgram.of(8, Operation.ALL_REDUCE, new long[40_000]);
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
