package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
    Fabric fabric = FabricSketch.star(plan.ranks(), rateBps, 0);
    return Simulation.run(
        SimulationSpec.of(fabric, TrainingProgram.of(plan, GPU)).withMode(RunMode.AUDIT));
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

  /**
   * Ring all-reduce over d replicas sends 2(d − 1)/d of the gradients from each rank: of all layers
   * and of the embedding, 4 bytes each, split over tensor ranks.
   */
  @ParameterizedTest
  @CsvSource({"1,1,4", "2,2,2", "1,2,8"})
  void dataParallelTrafficIsTheClosedForm(int tensor, int pipeline, int data) {
    SimulationResult result = run(plan(tensor, pipeline, data, 8 * data), 400_000_000_000L);
    List<CollectiveTiming> reductions =
        result.collectives().stream().filter(one -> one.group().equals("data")).toList();
    double reduced =
        reductions.stream().mapToDouble(one -> (double) one.bytes() * one.count()).sum();
    // Each of the tensor × pipeline groups counts its own; with several stages the embedding is
    // there twice, on the first and the last.
    double embeddings = MODEL.embeddingParameters() * (pipeline > 1 ? 2.0 : 1.0);
    assertThat(reduced)
        .isCloseTo(4.0 * (8 * MODEL.layerParameters() + embeddings), within(64.0 * tensor));
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

  /** Gradients of all layers but the last to finish can hide behind the backward pass. */
  @Test
  void gradientsAreReducedWhileTheBackwardPassGoesOn() {
    SimulationResult result = run(plan(1, 1, 4, 4), 400_000_000_000L);
    double exposedPs = result.breakdown().meanPs(StepBreakdown.Kind.EXPOSED_COMMUNICATION);
    double reducingPs =
        result.collectives().stream().mapToDouble(one -> one.timePs() * one.count()).sum();
    assertThat(exposedPs).isPositive().isLessThan(0.95 * reducingPs);
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
