package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.collective.KnownTime;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/** What it takes to reduce the greatest values of 8-bit tensors, against closed forms. */
final class AmaxReductionTest {

  /** So fast that no communication takes a nanosecond. */
  private static final long FREE_BPS = 9_000_000_000_000_000L;

  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e30, 1);

  /** 8 layers; the tiny vocabulary keeps the last stage as fast as the others. */
  private static final TransformerModel MODEL =
      new TransformerModel("model", 4_096, 8, 32, 16_384, 1);

  /** A nanosecond a byte. */
  private static final KnownTime BY_SIZE = bytes -> 1_000 * bytes;

  private static TrainingPlan plan(
      Parallelism parallelism, int microBatches, boolean eightBit, AmaxReduction reduction) {
    return new TrainingPlan(
        MODEL,
        parallelism,
        microBatches * parallelism.data(),
        1,
        1_024,
        new NumberFormats(2, 4, eightBit),
        Recompute.NONE,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        Sharding.NONE,
        Overlap.DATA,
        true,
        ExpertRouting.EVEN,
        parallelism.replicas(),
        reduction);
  }

  private static SimulationResult run(
      TrainingPlan plan, Map<Integer, Double> speeds, KnownTime time) {
    return Simulation.run(
        SimulationSpec.of(
                FabricSketch.star(plan.ranks(), FREE_BPS, 0),
                TrainingProgram.of(plan, GPU, 1, speeds, time))
            .withMode(RunMode.AUDIT));
  }

  private static long endPs(TrainingPlan plan, KnownTime time) {
    return run(plan, Map.of(), time).endPs();
  }

  /**
   * A pass of each of v chunks and m micro-batches ends with a reduction of what its stage has: of
   * each of 8/p layers 4 products of 3 tensors forward and 2 backward, 4 bytes each. In a pipeline
   * of p stages as many passes as m v + p − 1 follow each other, forward and backward.
   */
  @ParameterizedTest
  @CsvSource({"2,1,1,1", "4,3,1,1", "2,4,2,1", "2,4,4,1", "2,4,2,2", "2,8,2,4"})
  void eachPassEndsWithOne(int tensor, int microBatches, int stages, int chunks) {
    Parallelism parallelism = new Parallelism(tensor, 1, 1, stages, chunks, false);
    TrainingPlan plan = plan(parallelism, microBatches, true, AmaxReduction.DATA);
    double layers = 8.0 / stages;
    double passes = microBatches * chunks + stages - 1;
    double morePs = (double) endPs(plan, BY_SIZE) - endPs(plan, KnownTime.AT_ONCE);
    assertThat(morePs).isCloseTo(passes * layers * (48 + 32) * 1_000, withinPercentage(0.2));
  }

  /** What is counted: a collective of every stage for every pass, forward and backward. */
  @Test
  void itIsItsOwnKindOfCommunication() {
    Parallelism parallelism = new Parallelism(2, 1, 2, 2, 2, false);
    TrainingPlan plan = plan(parallelism, 4, true, AmaxReduction.DATA);
    SimulationResult result = run(plan, Map.of(), BY_SIZE);
    assertThat(ofAmax(result))
        .extracting(CollectiveTiming::ranks, CollectiveTiming::bytes, CollectiveTiming::count)
        .containsExactlyInAnyOrder(tuple(4, 4 * 48L, 2 * 4 * 2L), tuple(4, 4 * 32L, 2 * 4 * 2L));
    assertThat(part(result, "amax reduction"))
        .isCloseTo(4 * 2 * 4 * (48 + 32) * 1_000.0, within(1.0));
  }

  /** Tensor- and context-parallel ranks by themselves, or nobody, or nobody because of 16 bits. */
  @Test
  void whoReducesIsTold() {
    Parallelism parallelism = new Parallelism(2, 2, 2, 2, 1, false);
    assertThat(plan(parallelism, 4, true, AmaxReduction.DATA).amaxGroups())
        .isDeepEqualTo(new int[][] {{0, 1, 2, 3, 4, 5, 6, 7}, {8, 9, 10, 11, 12, 13, 14, 15}});
    assertThat(plan(parallelism, 4, true, AmaxReduction.TENSOR).amaxGroups())
        .isDeepEqualTo(new int[][] {{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}, {12, 13, 14, 15}});
    for (TrainingPlan none :
        List.of(
            plan(parallelism, 4, true, AmaxReduction.NONE),
            plan(parallelism, 4, false, AmaxReduction.DATA),
            plan(new Parallelism(1, 1, 1, 2, 1, false), 4, true, AmaxReduction.DATA),
            plan(new Parallelism(1, 1, 4, 2, 1, false), 4, true, AmaxReduction.TENSOR))) {
      assertThat(none.amaxGroups()).hasDimensions(none.ranks(), 1);
      assertThat(ofAmax(run(none, Map.of(), BY_SIZE))).isEmpty();
      assertThat(endPs(none, BY_SIZE)).isEqualTo(endPs(none, KnownTime.AT_ONCE));
    }
  }

  /**
   * One replica has a slow first stage, the other a slow last one. Each goes at the pace of its
   * own, but as all wait for all after each pass, as if every GPU were slow.
   */
  @Test
  void replicasWaitForEachOtherAfterEachPass() {
    Parallelism parallelism = new Parallelism(1, 1, 2, 2, 1, false);
    Map<Integer, Double> some = Map.of(0, 0.5, 3, 0.5);
    Map<Integer, Double> all = Map.of(0, 0.5, 1, 0.5, 2, 0.5, 3, 0.5);
    TrainingPlan none = plan(parallelism, 4, true, AmaxReduction.NONE);
    TrainingPlan data = plan(parallelism, 4, true, AmaxReduction.DATA);
    double slowPs = run(none, all, KnownTime.AT_ONCE).endPs();
    assertThat((double) run(data, some, KnownTime.AT_ONCE).endPs())
        .isCloseTo(slowPs, within(1e-6 * slowPs));
    assertThat((double) run(none, some, KnownTime.AT_ONCE).endPs()).isLessThan(0.95 * slowPs);
  }

  private static List<CollectiveTiming> ofAmax(SimulationResult result) {
    return result.collectives().stream().filter(one -> one.group().equals("amax")).toList();
  }

  private static double part(SimulationResult result, String name) {
    return result.breakdown().parts().stream()
        .filter(part -> part.name().equals(name))
        .mapToDouble(StepBreakdown.Part::meanPs)
        .sum();
  }
}
