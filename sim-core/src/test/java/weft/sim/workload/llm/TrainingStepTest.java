package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fabric.Fabric;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

/** Whole training steps against closed forms. */
final class TrainingStepTest {

  /** So fast that no communication takes a nanosecond. */
  private static final long FREE_BPS = 9_000_000_000_000_000L;

  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e30, 1);

  /** 8 layers; the tiny vocabulary keeps the last stage as fast as the others. */
  private static final TransformerModel MODEL =
      new TransformerModel("model", 4_096, 8, 32, 16_384, 1);

  private static TrainingPlan plan(int tensor, int pipeline, int data, int globalBatch) {
    return new TrainingPlan(
        MODEL, tensor, pipeline, data, globalBatch, 1, 1_024, 2, 4, Recompute.NONE);
  }

  private static SimulationResult run(TrainingPlan plan, long rateBps) {
    return run(plan, GPU, rateBps);
  }

  private static SimulationResult run(TrainingPlan plan, Accelerator gpu, long rateBps) {
    return run(plan, gpu, rateBps, Map.of());
  }

  private static SimulationResult run(
      TrainingPlan plan, Accelerator gpu, long rateBps, Map<Integer, Double> speeds) {
    Fabric fabric = FabricSketch.star(plan.ranks(), rateBps, 0);
    return Simulation.run(
        SimulationSpec.of(fabric, TrainingProgram.of(plan, gpu, speeds)).withMode(RunMode.AUDIT));
  }

  @Test
  void aSlowGpuTakesLongerForEachComputation() {
    TrainingPlan alone = plan(1, 1, 1, 4);
    long usualPs = run(alone, GPU, FREE_BPS).endPs();
    assertThat(run(alone, GPU, FREE_BPS, Map.of(0, 0.5)).endPs()).isEqualTo(2 * usualPs);
  }

  /** Its neighbours wait for it in each all-reduce, its replica in each message. */
  @ParameterizedTest
  @CsvSource({"4,1,1", "1,1,4", "2,2,2"})
  void allWaitForASlowGpu(int tensor, int pipeline, int data) {
    TrainingPlan plan = plan(tensor, pipeline, data, 8);
    Map<Integer, Double> all = new HashMap<>();
    for (int rank = 0; rank < plan.ranks(); rank++) {
      all.put(rank, 0.5);
    }
    long usualPs = run(plan, GPU, FREE_BPS).endPs();
    long onePs = run(plan, GPU, FREE_BPS, Map.of(1, 0.5)).endPs();
    long allPs = run(plan, GPU, FREE_BPS, all).endPs();
    assertThat(onePs).isGreaterThan(usualPs + usualPs / 2).isLessThanOrEqualTo(allPs);
    if (pipeline == 1) {
      assertThat(onePs).as("nobody is ahead of it").isEqualTo(allPs);
    }
  }

  /** 1F1B with equal stages and free communication idles (p − 1)/m of the ideal time. */
  @ParameterizedTest
  @CsvSource({"2,4", "4,8", "8,8", "4,2"})
  void theBubbleIsTheClosedForm(int stages, int microBatches) {
    SimulationResult result = run(plan(1, stages, 1, microBatches), FREE_BPS);
    LayerCost cost = new LayerCost(plan(1, stages, 1, microBatches), GPU);
    double layerPs =
        cost.forwardAttentionPs()
            + cost.forwardFeedForwardPs()
            + cost.backwardAttentionPs(Recompute.NONE)
            + cost.backwardFeedForwardPs();
    double idealPs = microBatches * 8.0 / stages * layerPs;
    double expectedPs = idealPs * (1 + (stages - 1.0) / microBatches);
    assertThat((double) result.endPs()).isCloseTo(expectedPs, within(expectedPs * 1e-3));
    assertThat(result.breakdown().meanPs(StepBreakdown.Kind.BUBBLE) / idealPs)
        .isCloseTo((stages - 1.0) / microBatches, within(2e-3));
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,2", "4,1,2", "1,4,2", "2,4,1"})
  void thePartsAddUpToTheStep(int tensor, int pipeline, int data) {
    SimulationResult result = run(plan(tensor, pipeline, data, 8), 400_000_000_000L);
    StepBreakdown breakdown = result.breakdown();
    double mean = breakdown.parts().stream().mapToDouble(StepBreakdown.Part::meanPs).sum();
    long slowest = breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum();
    assertThat(mean).isCloseTo((double) breakdown.stepPs(), within(1.0));
    assertThat(slowest).isEqualTo(breakdown.stepPs()).isEqualTo(result.endPs());
  }

  /** Four all-reduces a layer and micro-batch, and one each for embedding and output layer. */
  @Test
  void tensorParallelCollectivesAreCounted() {
    SimulationResult result = run(plan(4, 2, 1, 6), 400_000_000_000L);
    long reductions =
        result.collectives().stream()
            .filter(one -> one.group().equals("tensor") && one.collective().equals("all_reduce"))
            .mapToLong(CollectiveTiming::count)
            .sum();
    long gathers =
        result.collectives().stream()
            .filter(one -> one.group().equals("tensor") && one.collective().equals("all_gather"))
            .mapToLong(CollectiveTiming::count)
            .sum();
    assertThat(reductions).isEqualTo(6 * (8 * 4 + 2));
    assertThat(gathers).as("one for each crossing of the stage boundary").isEqualTo(6 * 2);
  }

  @Test
  void fullRecomputationRepeatsTheForwardPass() {
    TrainingPlan none = plan(1, 1, 1, 4);
    TrainingPlan full = new TrainingPlan(MODEL, 1, 1, 1, 4, 1, 1_024, 2, 4, Recompute.FULL);
    LayerCost cost = new LayerCost(none, GPU);
    long forwardPs = cost.forwardAttentionPs() + cost.forwardFeedForwardPs();
    assertThat(run(full, FREE_BPS).endPs() - run(none, FREE_BPS).endPs())
        .isEqualTo(4 * 8 * forwardPs);
  }

  /** The attention core once more, 4 T s h FLOP, for each layer and micro-batch. */
  @Test
  void selectiveRecomputationRepeatsTheCore() {
    TrainingPlan selective =
        new TrainingPlan(MODEL, 1, 1, 1, 4, 1, 1_024, 2, 4, Recompute.SELECTIVE);
    double corePs = 4.0 * 1_024 * 1_024 * 4_096 / 0.5e15 * 1e12;
    double againPs = run(selective, FREE_BPS).endPs() - run(plan(1, 1, 1, 4), FREE_BPS).endPs();
    assertThat(againPs).isCloseTo(4 * 8 * corePs, within(4 * 8.0));
  }

  /**
   * The output layer takes 2 T h V FLOP forward and twice that backward, here of one micro-batch.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "4,1", "1,4"})
  void theVocabularyCounts(int tensor, int pipeline) {
    TransformerModel fluent = new TransformerModel("model", 4_096, 8, 32, 16_384, 51_200);
    TrainingPlan plan =
        new TrainingPlan(fluent, tensor, pipeline, 1, 1, 1, 1_024, 2, 4, Recompute.NONE);
    double wordPs = 3 * 2.0 * 1_024 * 4_096 / tensor / 0.5e15 * 1e12;
    double morePs =
        run(plan, FREE_BPS).endPs() - run(plan(tensor, pipeline, 1, 1), FREE_BPS).endPs();
    assertThat(morePs).isCloseTo(51_199 * wordPs, within(5.0));
  }

  /**
   * Adam reads the gradient and writes the weight in the precisions of the plan, and reads and
   * writes three single-precision values, at the speed of the memory; arithmetic takes no time. The
   * embedding is on the first and on the last stage.
   */
  @ParameterizedTest
  @CsvSource({"1,1,2,4", "1,1,2,2", "1,1,4,4", "4,1,2,4", "1,2,2,4", "2,4,2,2"})
  void theOptimizerTakesTheTimeOfItsMemory(
      int tensor, int pipeline, int valueBytes, int gradientBytes) {
    Accelerator gpu = new Accelerator("gpu", 1e30, 1, 4e12, 0.5);
    TransformerModel model = new TransformerModel("model", 4_096, 8, 32, 16_384, 51_200);
    TrainingPlan plan =
        new TrainingPlan(
            model, tensor, pipeline, 1, 3, 1, 1_024, valueBytes, gradientBytes, Recompute.NONE);
    LayerCost cost = new LayerCost(plan, gpu);
    double passesPs =
        3
            * (8
                    * (cost.forwardAttentionPs()
                        + cost.forwardFeedForwardPs()
                        + cost.backwardAttentionPs(Recompute.NONE)
                        + cost.backwardFeedForwardPs())
                + cost.forwardLogitsPs()
                + cost.backwardLogitsPs());
    double embeddings = (pipeline > 1 ? 2 : 1) * 51_200.0 * 4_096;
    double weights = 8.0 * (12 * 4_096 * 4_096.0 + 13 * 4_096) + embeddings;
    double bytes = weights / tensor * (gradientBytes + 3 * 2 * 4 + valueBytes);
    StepBreakdown breakdown = run(plan, gpu, FREE_BPS).breakdown();
    double computedPs = pipeline * breakdown.meanPs(StepBreakdown.Kind.COMPUTE);
    assertThat(computedPs - passesPs).isCloseTo(bytes / 2e12 * 1e12, within(4.0));
  }

  /**
   * The embedding's gradients leave when the last micro-batch has left the output layer, those of a
   * layer when it has left the layer; each all-reduce waits for the one before. What the last ends
   * after the backward pass is exposed. At 400 Gb/s the network is the slower, at 40 Tb/s the GPU.
   */
  @ParameterizedTest
  @CsvSource({"4,4,400", "4,4,40000", "4,12,400", "2,2,3000", "8,8,40000"})
  void gradientsAreReducedWhileTheBackwardPassGoesOn(int data, int globalBatch, long rateGbps) {
    TrainingPlan plan = plan(1, 1, data, globalBatch);
    LayerCost cost = new LayerCost(plan, GPU);
    long layerPs = cost.backwardFeedForwardPs() + cost.backwardAttentionPs(Recompute.NONE);
    long nowPs = cost.backwardLogitsPs();
    long reducedPs = nowPs + reducePs(MODEL.embeddingParameters(), data, rateGbps);
    for (int layer = 0; layer < 8; layer++) {
      nowPs += layerPs;
      reducedPs = Math.max(reducedPs, nowPs) + reducePs(MODEL.layerParameters(), data, rateGbps);
    }
    StepBreakdown breakdown = run(plan, 1_000_000_000 * rateGbps).breakdown();
    assertThat(breakdown.meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION))
        .isEqualTo(reducedPs - nowPs);
  }

  /** Each of d replicas sends 2(d − 1)/d of the gradients, four bytes each. */
  private static long reducePs(long parameters, int data, long rateGbps) {
    long bits = 8 * 2 * (data - 1) * (4 * parameters / data);
    return (1_000 * bits + rateGbps - 1) / rateGbps;
  }

  /** One GPU with nothing to wait for reaches its matrix efficiency, and so does the MFU. */
  @Test
  void mfuOfACommunicationFreeStepIsTheEfficiency() {
    TrainingPlan plan = plan(1, 1, 1, 4);
    StepFigures step = StepFigures.of(plan, GPU, run(plan, FREE_BPS).endPs());
    assertThat(step.mfu()).isCloseTo(0.5, within(1e-4));
    assertThat(step.tflopsPerGpu()).isCloseTo(500, within(0.1));
    assertThat(step.tokensPerSecond() * step.seconds()).isCloseTo(4 * 1_024, within(1e-6));
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThatThrownBy(() -> plan(3, 1, 1, 8))
        .hasMessage("3 (tensor-parallel ranks) does not divide 32 (heads)");
    assertThatThrownBy(() -> plan(1, 3, 1, 8)).hasMessageContaining("does not divide 8 (layers)");
    assertThatThrownBy(() -> plan(1, 1, 3, 8)).hasMessageContaining("(global batch)");
    assertThatThrownBy(() -> plan(0, 1, 1, 8)).hasMessage("0 tensor-parallel ranks");
  }
}
