package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.sim.fixture.FabricSketch;
import weft.sim.metrics.StepBreakdown;
import weft.sim.run.RunMode;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;
import weft.sim.workload.Activity;

/** The exchange of tokens with experts beside passes of another micro-batch. */
final class ExpertOverlapTest {

  private static final int LAYERS = 8;
  private static final int EXPERT = 4;

  /** So fast that no communication takes a nanosecond. */
  private static final long FREE_BPS = 9_000_000_000_000_000L;

  private static final Accelerator GPU = new Accelerator("gpu", 1e15, 0.5, 1e30, 1);

  /** Computes so fast that it takes no time. */
  private static final Accelerator FREE = new Accelerator("gpu", 1e35, 1, 1e35, 1);

  private static TransformerModel model(int denseLayers) {
    return new TransformerModel(
        "mixture",
        4_096,
        LAYERS,
        new Attention(32, 32, 128, null),
        16_384,
        true,
        new Experts(8, 2, 1, 4_096, denseLayers),
        1,
        true);
  }

  private static TrainingPlan plan(
      Parallelism parallelism, int denseLayers, int microBatches, boolean overlap) {
    return plan(
        parallelism, denseLayers, microBatches, overlap, Recompute.NONE, Sharding.OPTIMIZER);
  }

  private static TrainingPlan plan(
      Parallelism parallelism,
      int denseLayers,
      int microBatches,
      boolean overlap,
      Recompute recompute,
      Sharding sharding) {
    return new TrainingPlan(
        model(denseLayers),
        parallelism,
        microBatches * parallelism.data(),
        1,
        1_024,
        NumberFormats.BF16,
        recompute,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        sharding,
        new Overlap(false, overlap, false),
        true);
  }

  private static Parallelism stages(int pipeline, int chunks) {
    return new Parallelism(
        1, 1, EXPERT, pipeline, chunks, false, new Parallelism.ExpertGrid(1, EXPERT));
  }

  private static SimulationResult run(TrainingPlan plan, Accelerator gpu, long rateBps) {
    SimulationResult result =
        Simulation.run(
            SimulationSpec.of(
                    FabricSketch.star(plan.ranks(), rateBps, 0), TrainingProgram.of(plan, gpu))
                .withMode(RunMode.AUDIT));
    StepBreakdown breakdown = result.breakdown();
    assertThat(breakdown.parts().stream().mapToLong(StepBreakdown.Part::slowestPs).sum())
        .as("the parts add up to the step")
        .isEqualTo(result.endPs());
    return result;
  }

  private static double exposedPs(SimulationResult result) {
    return result.breakdown().parts().stream()
        .filter(part -> part.name().equals(Activity.EXPERT_PARALLEL.text()))
        .mapToDouble(StepBreakdown.Part::meanPs)
        .sum();
  }

  /** One way of the tokens of a micro-batch: (e − 1)/e of 2 T h values of 2 bytes. */
  private static double exchangePs(long rateBps) {
    return 8e12 * 2 * 1_024 * 4_096 * 2 * (EXPERT - 1) / EXPERT / rateBps;
  }

  /**
   * Of two passes that go together each of the four exchanges is hidden by what is computed beside:
   * a step of m micro-batches is shorter by m − 1 times the lesser of both, for each layer; the
   * first forward and the last backward pass have nothing beside them. At 8 Tb/s all are hidden, at
   * 100 Gb/s all computation is, at 1 Tb/s some of each.
   */
  @ParameterizedTest
  @CsvSource({"8000,5,0", "2000,5,0", "1000,5,0", "400,2,0", "100,5,0", "1000,1,0", "1000,4,3"})
  void aStepIsShorterByWhatIsHidden(long rateGbps, int microBatches, int denseLayers) {
    long rateBps = rateGbps * 1_000_000_000;
    TrainingPlan on = plan(stages(1, 1), denseLayers, microBatches, true);
    LayerCost cost = new LayerCost(on, GPU);
    BlockCost around = cost.aroundRoutedExperts();
    BlockCost experts = cost.routedExperts(1).plus(cost.sharedExperts());
    BlockCost dense = cost.feedForward(0);
    double exchange = exchangePs(rateBps);
    double hidden = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      boolean forward = layer >= denseLayers;
      boolean backward = LAYERS - 1 - layer >= denseLayers;
      double before = 1e12 * (cost.attention().forward() + (forward ? around.forward() : 0));
      double after = 1e12 * (cost.attention().backward() + (backward ? around.backward() : 0));
      hidden += backward ? Math.min(exchange, before) : 0;
      hidden += forward ? Math.min(exchange, 1e12 * (backward ? experts : dense).backward()) : 0;
      hidden += backward ? Math.min(exchange, 1e12 * (forward ? experts : dense).forward()) : 0;
      hidden += forward ? Math.min(exchange, after) : 0;
    }
    SimulationResult with = run(on, GPU, rateBps);
    SimulationResult without =
        run(plan(stages(1, 1), denseLayers, microBatches, false), GPU, rateBps);
    double all = 4.0 * (LAYERS - denseLayers) * microBatches * exchange;
    double rounding = 40.0 * microBatches;
    assertThat((double) without.endPs() - with.endPs())
        .isCloseTo((microBatches - 1) * hidden, within(rounding));
    assertThat(exposedPs(without)).isCloseTo(all, within(rounding));
    assertThat(exposedPs(with)).isCloseTo(all - (microBatches - 1) * hidden, within(rounding));
  }

  /** Nothing hides what goes one after the other. */
  @Test
  void withFreeComputationItIsAsWithout() {
    long rateBps = 400_000_000_000L;
    long onPs = run(plan(stages(1, 1), 2, 5, true), FREE, rateBps).endPs();
    long offPs = run(plan(stages(1, 1), 2, 5, false), FREE, rateBps).endPs();
    assertThat(onPs).isEqualTo(offPs);
  }

  /**
   * With free communication the pipeline idles (p − 1)/v times the time of a micro-batch, as
   * without overlap: one forward pass more ahead fills the time that a pair takes until it sends.
   */
  @ParameterizedTest
  @CsvSource({"2,4,2", "2,2,2", "4,8,2", "2,8,4", "4,4,2"})
  void theBubbleIsTheClosedForm(int stages, int microBatches, int chunks) {
    TrainingPlan plan = plan(stages(stages, chunks), 0, microBatches, true);
    LayerCost cost = new LayerCost(plan, GPU);
    BlockCost layer =
        cost.attention()
            .plus(cost.aroundRoutedExperts())
            .plus(cost.routedExperts(1))
            .plus(cost.sharedExperts());
    double passPs = (double) LAYERS / stages * (layer.forward() + layer.backward()) * 1e12;
    double expectedPs = (microBatches + (stages - 1.0) / chunks) * passPs;
    assertThat((double) run(plan, GPU, FREE_BPS).endPs())
        .isCloseTo(expectedPs, within(expectedPs * 1e-3));
  }

  /**
   * Of several stages a pair of passes begins when both of what they need has come, and sends when
   * both are done: it hides exchanges, but shows the two messages that each stage sends after it,
   * which may share a link with an exchange and take up to twice as long as alone. On a network so
   * slow that little of an exchange can be hidden the step is longer by these, and by no more.
   */
  @ParameterizedTest
  @CsvSource({
    "2,8,2,8000,true",
    "2,8,2,1000,true",
    "4,8,2,1000,true",
    "4,4,2,400,true",
    "2,16,2,200,true",
    "2,8,4,400,true",
    "2,8,4,50,false",
    "4,16,2,50,false"
  })
  void aPipelineIsLongerByItsMessagesAtMost(
      int stages, int microBatches, int chunks, long rateGbps, boolean isShorter) {
    long rateBps = rateGbps * 1_000_000_000;
    Parallelism parallelism = stages(stages, chunks);
    long withPs = run(plan(parallelism, 0, microBatches, true), GPU, rateBps).endPs();
    long withoutPs = run(plan(parallelism, 0, microBatches, false), GPU, rateBps).endPs();
    double messagePs = 8e12 * 1_024 * 4_096 * 2 / rateBps;
    assertThat((double) withPs - withoutPs)
        .isLessThan(2 * 2 * messagePs * (microBatches * chunks + stages - 1));
    assertThat(withPs < withoutPs).isEqualTo(isShorter);
  }

  /** Each stage has one micro-batch's chunk more under way, if there are so many. */
  @ParameterizedTest
  @CsvSource({"1,8,1,1", "2,8,2,1", "4,8,2,1", "4,4,2,0"})
  void oneMoreMicroBatchIsKept(int stages, int microBatches, int chunks, int more) {
    Parallelism parallelism = stages(stages, chunks);
    int layers = LAYERS / stages / chunks;
    TrainingPlan with = plan(parallelism, 0, microBatches, true);
    TrainingPlan without = plan(parallelism, 0, microBatches, false);
    double layer =
        (MemoryUse.of(plan(stages(1, 1), 0, 1, false), 0).activations() - 1_024 * (2 + 4)) / LAYERS;
    assertThat(MemoryUse.of(with, 0).activations() - MemoryUse.of(without, 0).activations())
        .isCloseTo(more * layers * layer, within(1.0));
  }

  @Test
  void passesThatCannotGoTogetherAreRefused() {
    assertThatThrownBy(() -> plan(stages(2, 1), 0, 4, true))
        .hasMessageContaining("only an interleaved pipeline");
    assertThatThrownBy(() -> plan(stages(1, 1), 0, 4, true, Recompute.FULL, Sharding.OPTIMIZER))
        .hasMessageContaining("recomputed");
    assertThatThrownBy(() -> plan(stages(1, 1), 0, 4, true, Recompute.NONE, Sharding.WEIGHTS))
        .hasMessageContaining("not kept");
  }
}
