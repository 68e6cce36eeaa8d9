package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static weft.sim.workload.llm.InferenceStepTest.GPU;
import static weft.sim.workload.llm.InferenceStepTest.MODEL;
import static weft.sim.workload.llm.InferenceStepTest.RATE;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.Simulation;
import weft.sim.workload.Activity;

/** Layers of a served model on several stages, against closed forms. */
final class PipelineInferenceTest {

  /** More than any computation needs, bit/s. */
  private static final long FREE = 1_000_000_000_000_000L;

  private static InferencePlan plan(int tensor, int stages, int microBatches, int prefillReplicas) {
    InferencePlan.@Nullable Disaggregation apart =
        prefillReplicas == 0 ? null : new InferencePlan.Disaggregation(prefillReplicas);
    return new InferencePlan(
        MODEL,
        new InferenceParallelism(tensor, 1, stages, microBatches),
        1,
        512,
        64,
        48,
        1,
        InferenceFormats.BF16,
        apart);
  }

  private static InferenceFigures free(InferencePlan plan) {
    return InferenceFigures.of(
        plan, GPU, Simulation.run(InferenceStepTest.spec(plan, FREE, 1)).marks());
  }

  /**
   * A micro-batch passes all stages, each of which has m of them to do: a decode step of all takes
   * the longer of these. The same with prefill steps, of which there is one more each time.
   */
  @ParameterizedTest
  @CsvSource({"2, 2", "4, 4", "4, 1", "4, 2", "3, 3", "2, 4", "8, 8"})
  void withoutCommunicationTheLongestStageOrAllOfThemSetThePace(int stages, int microBatches) {
    InferencePlan plan = plan(1, stages, microBatches, 0);
    InferenceFigures figures = free(plan);
    InferenceCost decode = InferenceCost.decode(plan, GPU);
    InferenceCost prefill = InferenceCost.prefill(plan, GPU);
    double step = Math.max(microBatches * decode.slowestStage(), decode.step());
    assertThat(figures.decodeSeconds()).isCloseTo(step, within(step * 1e-4));
    assertThat(figures.prefillSeconds()).isCloseTo(prefill.step(), within(prefill.step() * 1e-4));
    double interval = Math.max(prefill.slowestStage(), prefill.step() / microBatches);
    assertThat(figures.prefillIntervalSeconds()).isCloseTo(interval, within(interval * 1e-4));
    assertThat(figures.tokenSeconds())
        .isCloseTo(step + (48 * interval - prefill.step()) / 63, within(step * 1e-3));
  }

  /**
   * Two stages, the second one the longer: with two micro-batches it waits for its first prompt and
   * never again. With one it waits in each step for what the first one takes.
   */
  @Test
  void fillingThePipelineIsNoBubble() {
    InferencePlan plan = plan(1, 2, 2, 0);
    InferenceCost prefill = InferenceCost.prefill(plan, GPU);
    StepBreakdown full = breakdown(plan);
    double firstPs = (prefill.step() - prefill.slowestStage()) * 1e12;
    assertThat((double) slowestPs(full, Activity.FILL)).isCloseTo(firstPs, within(1e-4 * firstPs));
    assertThat(slowestPs(full, Activity.BUBBLE)).isLessThan(full.stepPs() / 10_000);

    InferencePlan lone = plan(1, 2, 1, 0);
    InferenceCost decode = InferenceCost.decode(lone, GPU);
    double waitsPs =
        InferenceProgram.decodeSteps(lone, GPU) * (decode.step() - decode.slowestStage()) * 1e12;
    assertThat((double) slowestPs(breakdown(lone), Activity.BUBBLE))
        .isCloseTo(waitsPs, within(1e-4 * waitsPs));
  }

  /** The parts add up to the run, to the picosecond. */
  private static StepBreakdown breakdown(InferencePlan plan) {
    StepBreakdown breakdown =
        Objects.requireNonNull(Simulation.run(InferenceStepTest.spec(plan, FREE, 1)).breakdown());
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum())
        .isEqualTo(breakdown.stepPs());
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::meanPs).sum())
        .isEqualTo(breakdown.stepPs());
    return breakdown;
  }

  private static long slowestPs(StepBreakdown breakdown, Activity activity) {
    return breakdown.parts().stream()
        .filter(part -> part.activity() == activity.ordinal())
        .mapToLong(StepBreakdown.Part::slowestPs)
        .sum();
  }

  /** As many sequences are under way as there are, in all micro-batches. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2", "4, 8"})
  void sequencesUnderWayAreAsMany(int stages, int microBatches) {
    InferenceFigures figures = InferenceStepTest.figures(plan(1, stages, microBatches, 0));
    assertThat(figures.sequencesPerSecond() * figures.latencySeconds()).isCloseTo(48, within(1e-6));
    assertThat(figures.tokenSeconds()).isGreaterThanOrEqualTo(figures.decodeSeconds());
  }

  /**
   * One micro-batch alone goes through three stages: two times hidden state and residual, 2 × 48 h
   * × 2 bytes, and the 48 tokens of 8 bytes back, each over two links.
   */
  @Test
  void activationsAndTokensTravelBetweenStages() {
    InferencePlan plan = plan(1, 3, 1, 0);
    double sends = 2 * (2 * 48 * 1_024 * 2 / RATE + 2e-6) + 48 * 8 / RATE + 2e-6;
    assertThat(InferenceStepTest.figures(plan).decodeSeconds())
        .isCloseTo(InferenceCost.decode(plan, GPU).step() + sends, within(2e-9));
  }

  /** Each of two tensor-parallel ranks sends half, and both gather it. */
  @Test
  void tensorParallelRanksShareWhatIsSent() {
    assertThat(Simulation.run(InferenceStepTest.spec(plan(2, 2, 2, 0))).collectives())
        .extracting(timing -> timing.collective() + " " + timing.bytes())
        .contains("all_gather " + 2 * 24 * 1_024 * 2, "all_gather " + 2 * 512 * 1_024 * 2);
  }

  /** vLLM: what is left over goes to the stages before the last, backward. */
  @Test
  void layersOfStages() {
    assertThat(layers(61, 2)).containsExactly(31, 30);
    assertThat(layers(61, 4)).containsExactly(15, 15, 16, 15);
    assertThat(layers(10, 4)).containsExactly(2, 3, 3, 2);
    assertThat(layers(7, 4)).containsExactly(2, 2, 2, 1);
    assertThat(layers(8, 1)).containsExactly(8);
  }

  private static List<Integer> layers(int layers, int stages) {
    TransformerModel model =
        new TransformerModel(
            "model", 64, layers, new Attention(1, 1, 64, null), 64, true, null, 8, false);
    InferencePlan plan =
        new InferencePlan(
            model,
            new InferenceParallelism(1, 1, stages, 1),
            1,
            1,
            1,
            1,
            1,
            InferenceFormats.BF16,
            null);
    int next = 0;
    for (InferenceStage stage : plan.stages()) {
      assertThat(stage.firstLayer()).isEqualTo(next);
      next += stage.layers();
    }
    assertThat(next).isEqualTo(layers);
    return plan.stages().stream().map(InferenceStage::layers).toList();
  }

  /** The first stage has the input embedding, the last the output layer, each its own layers. */
  @Test
  void memoryOfStages() {
    InferencePlan plan = plan(1, 4, 4, 0);
    double layer = 2.0 * MODEL.layerParameters(0);
    double embedding = 2.0 * 32_000 * 1_024;
    assertThat(plan.stages().stream().map(InferenceStage::weightBytes))
        .containsExactly(2 * layer + embedding, 2 * layer, 2 * layer, 2 * layer + embedding);
    InferenceMemory most = InferenceMemory.most(plan);
    assertThat(most.stage()).isEqualTo(3);
    assertThat(most.cache()).isEqualTo(48 * 576 * 2 * 1_024.0);
    assertThat(InferenceMemory.most(plan(1, 1, 1, 0)).cache()).isEqualTo(4 * most.cache());
  }

  /** Each stage sends the cache of its layers, the last one half of them when it is done. */
  @Test
  void cachesOfStagesTravel() {
    InferencePlan plan = plan(1, 2, 2, 1);
    InferenceFigures figures = InferenceStepTest.figures(plan);
    double alone = 512.0 * 4 * 1_024 / RATE + 2e-6;
    assertThat(plan.transferBytes()).isEqualTo(512 * 4 * 1_024);
    assertThat(figures.transferSeconds()).isBetween(alone - 1e-9, alone * 1.2);
    assertThat(figures.tokenSeconds()).isEqualTo(figures.decodeSeconds());
    assertThat(figures.prefillIntervalSeconds()).isLessThan(figures.prefillSeconds());
  }

  @ParameterizedTest
  @CsvSource({"9, 1", "2, 5", "1, 2", "2, 0"})
  void refusesWhatCannotBeDivided(int stages, int microBatches) {
    assertThatIllegalArgumentException().isThrownBy(() -> plan(1, stages, microBatches, 0));
  }
}
