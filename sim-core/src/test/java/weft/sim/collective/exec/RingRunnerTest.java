package weft.sim.collective.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.collective.Operation;
import weft.sim.collective.RingSchedule;
import weft.sim.event.RunWatch;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.unit.Durations;
import weft.sim.unit.TimeOverflowException;

/** Collectives on fabrics where the answer is a formula. */
final class RingRunnerTest {

  private static final long G400 = 400_000_000_000L;
  private static final long NS = Durations.NANOSECOND_PS;

  /** Two links a path, 500 ns each. */
  private static final long PATH_LATENCY = 1_000 * NS;

  @ParameterizedTest(name = "{0} ranks")
  @ValueSource(ints = {2, 3, 4, 5, 8, 16, 17, 64, 1_024})
  void allReduceOnANonBlockingSwitchTakesTheClosedForm(int ranks) {
    for (long chunk : new long[] {1, 50, 4_096, 1L << 20}) {
      RingRun run = new RingRun(FabricSketch.star(ranks, G400, PATH_LATENCY / 2), StepCosts.NONE);

      long tookPs = run.run(Operation.ALL_REDUCE, chunk * ranks);

      long steps = 2L * (ranks - 1);
      assertThat(tookPs)
          .isEqualTo(Durations.serializationPs(steps * chunk, G400) + steps * PATH_LATENCY);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL_REDUCE", "ALL_GATHER", "REDUCE_SCATTER"})
  void allOperationsTakeTheClosedForm(Operation operation) {
    RingRun run = new RingRun(FabricSketch.star(16, G400, PATH_LATENCY / 2), StepCosts.NONE);
    long steps = RingSchedule.passes(operation) * 15L;
    assertThat(run.run(operation, 16 * 4_096)).isEqualTo(steps * (81_920 + PATH_LATENCY));
  }

  @Test
  void everyStepCostsAndTheLaunchOnce() {
    StepCosts costs = new StepCosts(77, 1_500 * NS, 9_000 * NS);
    RingRun run = new RingRun(FabricSketch.star(8, G400, PATH_LATENCY / 2), costs);
    // 14 steps of 5,000 bytes: 100 ns, path, step cost.
    assertThat(run.run(Operation.ALL_REDUCE, 40_000))
        .isEqualTo(9_000 * NS + 14 * (100 * NS + PATH_LATENCY + 1_500 * NS));
  }

  @Test
  void stepsInsideADomainCostTheirOwn() {
    Fabric node =
        new FabricSketch()
            .switches(1, "n")
            .node("a", "b", "c", "d")
            .cable("a", "n", G400, 500 * NS)
            .cable("b", "n", G400, 500 * NS)
            .cable("c", "n", G400, 500 * NS)
            .cable("d", "n", G400, 500 * NS)
            .build();
    RingRun run = new RingRun(node, new StepCosts(77, 1_500 * NS, 0));
    assertThat(run.run(Operation.ALL_GATHER, 20_000)).isEqualTo(3 * (100 * NS + PATH_LATENCY + 77));
  }

  @Test
  void nothingToSendTakesTheLatency() {
    RingRun run = new RingRun(FabricSketch.star(4, G400, PATH_LATENCY / 2), StepCosts.NONE);
    assertThat(run.run(Operation.ALL_REDUCE, 0)).isEqualTo(6 * PATH_LATENCY);
    assertThat(run.ends.get(0).boundLink()).isEqualTo(-1);
  }

  @Test
  void aloneARankTakesTheLaunchOnly() {
    RingRun run = new RingRun(FabricSketch.star(1, G400, 0), new StepCosts(1, 1, 9_000));
    assertThat(run.run(Operation.ALL_REDUCE, 1_000_000)).isEqualTo(9_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL_REDUCE", "ALL_GATHER", "REDUCE_SCATTER"})
  void everyLinkCarriesWhatItsPositionSends(Operation operation) {
    int ranks = 7;
    Fabric fabric = FabricSketch.star(ranks, G400, 1);
    for (long bytes : new long[] {1, 6, 700, 1_000_003}) {
      RingRun run = new RingRun(fabric, StepCosts.NONE);
      run.run(operation, bytes);
      run.run(operation, bytes);
      run.runner.settle();

      RingSchedule schedule = new RingSchedule(operation, ranks, bytes);
      long total = 0;
      for (int rank = 0; rank < ranks; rank++) {
        long up = run.network.carriedBytes(FabricSketch.link(fabric, "g" + rank, "s"));
        int next = (rank + 1) % ranks;
        long down = run.network.carriedBytes(FabricSketch.link(fabric, "s", "g" + next));
        assertThat(up).isEqualTo(2 * schedule.sentBytes(rank)).isEqualTo(down);
        total += up;
      }
      assertThat(total)
          .as("conserved")
          .isEqualTo(2 * RingSchedule.passes(operation) * (ranks - 1) * bytes);
    }
  }

  /**
   * Four nodes of two GPUs, a leaf for each rail: both NICs of every node carry one channel, half
   * of the bytes, at the same time.
   */
  @Test
  void channelsUseAllNicsAtOnce() {
    FabricSketch sketch = new FabricSketch().switches(2, "l0", "l1");
    for (int node = 0; node < 4; node++) {
      String a = "a" + node;
      String b = "b" + node;
      String n = "n" + node;
      sketch.switches(1, n).node(a, b);
      sketch.cable(a, n, 9 * G400, 0).cable(b, n, 9 * G400, 0);
      sketch.cable(a, "l0", G400, 0).cable(b, "l1", G400, 0);
    }
    Fabric fabric = sketch.build();
    RingRun run = new RingRun(fabric, StepCosts.NONE);

    long tookPs = run.run(Operation.ALL_REDUCE, 16_000);

    // Each channel: 2 · 7/8 of 8,000 bytes at 50 bytes/ns.
    assertThat(tookPs).isEqualTo(280 * NS);
    long nics =
        IntStream.range(0, fabric.linkCount())
            .filter(link -> fabric.linkName(link).contains("l"))
            .peek(link -> assertThat(run.network.carriedBytes(link)).isEqualTo(14_000))
            .count();
    assertThat(nics).isEqualTo(16);
  }

  /**
   * 4,000,000 bytes at 12.5 bytes/ns: the edges to and from b never wait, and the last chunk has
   * the latency of both.
   */
  @Test
  void slowEdgesInARowBoundTheRingAndPayTheirLatencyOnceEach() {
    RingRun run = new RingRun(slowEdge(), new StepCosts(0, 1_500 * NS, 0));
    assertThat(run.run(Operation.ALL_REDUCE, 3_000_000))
        .isEqualTo(320_000 * NS + 2 * (2 + 1_500 * NS));
  }

  /** 1,998 steps of two hours are 166 days, which a long of picoseconds cannot hold. */
  @Test
  void aChainOfLatenciesThatOverflowsIsRefused() {
    long hour = 3_600 * Durations.SECOND_PS;
    RingRun run = new RingRun(FabricSketch.star(1_000, G400, hour), StepCosts.NONE);
    assertThatThrownBy(() -> run.run(Operation.ALL_REDUCE, 1_000))
        .isInstanceOf(TimeOverflowException.class);
  }

  /**
   * 1,000 edges of 9 hours each add up to more than 106 days, but the ring takes only 9.5 hours.
   */
  @Test
  void theSumOverTheEdgesMayExceedTheRangeOfTime() {
    RingRun run =
        new RingRun(FabricSketch.star(1_000, 1_000_000, Durations.SECOND_PS), StepCosts.NONE);
    long steps = 1_998;
    long chunk = 2_000_000;
    assertThat(run.run(Operation.ALL_REDUCE, 1_000 * chunk))
        .isEqualTo(steps * (chunk * 8_000_000 + 2 * Durations.SECOND_PS));
  }

  @Test
  void unequalSendsCountByTheEdgesThatAChunkPasses() {
    // Chunks of 2, 1, 1 bytes: the positions send 5, 6, 5 in 100, 120, 100 ps, a quarter a step;
    // four edges in a row are at most 25 + 30 + 25 + 30.
    RingRun run = new RingRun(FabricSketch.star(3, G400, PATH_LATENCY / 2), StepCosts.NONE);
    assertThat(run.run(Operation.ALL_REDUCE, 4)).isEqualTo(110 + 4 * PATH_LATENCY);
  }

  @Test
  void theSlowestLinkIsNamed() {
    Fabric fabric = slowEdge();
    RingRun run = new RingRun(fabric, StepCosts.NONE);
    run.run(Operation.ALL_REDUCE, 3_000_000);
    assertThat(fabric.linkName(run.ends.get(0).boundLink())).isIn("b → s", "s → b");
  }

  @Test
  void aCommunicatorRunsOneCollectiveAtATime() {
    RingRun run = new RingRun(FabricSketch.star(2, G400, 0), StepCosts.NONE);
    run.runner.start(run.communicator, Operation.ALL_REDUCE, 10, 0);
    assertThatIllegalStateException()
        .isThrownBy(() -> run.runner.start(run.communicator, Operation.ALL_REDUCE, 10, 1));
    run.engine.run(RunWatch.NONE);
    assertThat(run.run(Operation.ALL_REDUCE, 1_000)).isEqualTo(20 * NS);
  }

  @Test
  void costsBelowNothingAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new StepCosts(-1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new StepCosts(0, -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new StepCosts(0, 0, -1));
  }

  /** Three GPUs on a switch; the cable of {@code b} has a quarter of the rate. */
  private static Fabric slowEdge() {
    return new FabricSketch()
        .switches(1, "s")
        .gpus("a", "b", "c")
        .cable("a", "s", G400, 1)
        .cable("b", "s", G400 / 4, 1)
        .cable("c", "s", G400, 1)
        .build();
  }
}
