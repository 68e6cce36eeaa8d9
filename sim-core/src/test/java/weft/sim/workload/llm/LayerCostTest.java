package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayerCostTest {

  /** One GPU computes as fast as it is told, and its memory is never in the way. */
  static final Accelerator COMPUTE = new Accelerator("compute", 1e15, 0.5, 1e30, 1);

  private static final Accelerator MEMORY = new Accelerator("memory", 1e30, 1, 1e12, 0.5);

  private static TrainingPlan plan(int tensor, Recompute recompute) {
    return new TrainingPlan(TransformerModelTest.GPT3, tensor, 1, 1, 4, 1, 2_048, recompute);
  }

  /**
   * With memory out of the way a layer takes its FLOP over the rate: 24 T h² (1 + s/12h)/t, where
   * fused attention does the half of the pairs that the mask leaves; and backward twice the
   * products and 2.5 times the attention.
   */
  @Test
  void computeBoundLayersTakeTheirFlops() {
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), COMPUTE);
    double h = 12_288;
    double products = 24 * 2_048 * h * h / 8 / 0.5e15;
    double core = 2 * 2_048 * 2_048 * h / 8 / 0.5e15;
    assertThat(cost.attention().forward() + cost.feedForward(0).forward())
        .isCloseTo(products + core, within(1e-12));
    assertThat(cost.attention().backward() + cost.feedForward(0).backward())
        .isCloseTo(2 * products + 2.5 * core, within(1e-12));
    double logits = 2.0 * 2_048 * h * 51_200 / 8 / 0.5e15;
    assertThat(cost.logits()).isCloseTo(logits, within(1e-12));
    assertThat(cost.logitsGradient() + cost.logitsWeightGradient())
        .isCloseTo(2 * logits, within(1e-12));
  }

  /** With arithmetic out of the way it takes the traffic of the table, here summed by hand. */
  @Test
  void memoryBoundLayersTakeTheirTraffic() {
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), MEMORY);
    double th = 2_048 * 12_288.0;
    double hh = 12_288.0 * 12_288;
    double norm = 4 * th;
    double residual = 6 * th + th;
    double attention =
        norm
            + 2 * (th + 3 * hh / 8 + 3 * th / 8)
            + 8 * th / 8
            + 2 * (th / 8 + hh / 8 + th)
            + residual;
    double feedForward =
        norm
            + 2 * (th + 4 * hh / 8 + 4 * th / 8)
            + 4 * 4 * th / 8
            + 2 * (4 * th / 8 + 4 * hh / 8 + th)
            + residual;
    assertThat(cost.attention().forward()).isCloseTo(attention / 0.5e12, within(1e-12));
    assertThat(cost.feedForward(0).forward()).isCloseTo(feedForward / 0.5e12, within(1e-12));
  }

  /** Sequence parallelism divides norms, dropout and residuals, 11 T h bytes a block. */
  @Test
  void sequenceParallelismDividesTheRest() {
    TrainingPlan whole = plan(8, Recompute.NONE);
    TrainingPlan divided = sequenceParallel(whole);
    double saved = 11 * 2_048 * 12_288.0 * 7 / 8 / 0.5e12;
    assertThat(
            new LayerCost(whole, MEMORY).attention().forward()
                - new LayerCost(divided, MEMORY).attention().forward())
        .isCloseTo(saved, within(1e-12));
  }

  static TrainingPlan sequenceParallel(TrainingPlan plan) {
    Parallelism p = plan.parallelism();
    return with(
        plan,
        new Parallelism(p.tensor(), p.context(), p.data(), p.pipeline(), p.virtualStages(), true));
  }

  static TrainingPlan with(TrainingPlan plan, Parallelism parallelism) {
    return new TrainingPlan(
        plan.model(),
        parallelism,
        plan.globalBatch(),
        plan.microBatch(),
        plan.sequence(),
        plan.formats(),
        plan.recompute(),
        plan.schedule(),
        plan.sharding(),
        plan.overlap(),
        plan.fusedAttention(),
        plan.routing(),
        parallelism.replicas());
  }

  /** Selective recomputation does the attention core again. */
  @Test
  void selectiveRecomputationRepeatsTheCore() {
    LayerCost none = new LayerCost(plan(1, Recompute.NONE), COMPUTE);
    LayerCost selective = new LayerCost(plan(1, Recompute.SELECTIVE), COMPUTE);
    double core = 2.0 * 2_048 * 2_048 * 12_288 / 0.5e15;
    assertThat(none.core()).isCloseTo(core, within(1e-12));
    assertThat(selective.attention().backward() - none.attention().backward())
        .isCloseTo(core, within(1e-12));
  }

  /** Not fused: all pairs, and 11 bytes for each score of each head. */
  @Test
  void scoresGoThroughTheMemory() {
    TrainingPlan fused = plan(8, Recompute.NONE);
    TrainingPlan unfused =
        new TrainingPlan(
            fused.model(),
            fused.parallelism(),
            4,
            1,
            2_048,
            NumberFormats.BF16,
            Recompute.NONE,
            Schedule.ONE_FORWARD_ONE_BACKWARD,
            Sharding.NONE,
            Overlap.DATA,
            false);
    double scores = 11 * 2_048.0 * 2_048 * 96 / 8;
    assertThat(new LayerCost(unfused, MEMORY).core()).isCloseTo(scores / 0.5e12, within(1e-12));
    assertThat(new LayerCost(unfused, COMPUTE).core())
        .isCloseTo(2 * new LayerCost(fused, COMPUTE).core(), within(1e-12));
  }

  /** A gated block has half as much again; a mixture, of what a token meets. */
  @Test
  void gatedBlocksAndExpertsTakeTheirProducts() {
    Attention attention = new Attention(32, 8, 128, null);
    TransformerModel dense =
        new TransformerModel("m", 4_096, 2, attention, 14_336, true, null, 32_000, false);
    TransformerModel mixture =
        new TransformerModel(
            "m", 4_096, 2, attention, 14_336, true, new Experts(8, 2, 0, 14_336, 1), 32_000, false);
    double product = 6.0 * 2_048 * 4_096 * 14_336 / 0.5e15;
    LayerCost cost = new LayerCost(plan(dense), COMPUTE);
    assertThat(cost.feedForward(0).forward()).isCloseTo(product, within(1e-12));
    LayerCost mixed = new LayerCost(plan(mixture), COMPUTE);
    assertThat(mixed.feedForward(0).forward()).as("dense layer").isCloseTo(product, within(1e-12));
    double router = 2.0 * 2_048 * 4_096 * 8 / 0.5e15;
    assertThat(mixed.feedForward(1).forward()).isCloseTo(2 * product + router, within(1e-12));
  }

  private static TrainingPlan plan(TransformerModel model) {
    return new TrainingPlan(model, 1, 1, 1, 4, 1, 2_048, Recompute.NONE);
  }

  @Test
  void theLongerSideOfTheRooflineCounts() {
    Accelerator gpu = new Accelerator("gpu", 100, 0.5, 10, 0.1);
    assertThat(gpu.attention(100, 1)).isEqualTo(2);
    assertThat(gpu.attention(1, 100)).isEqualTo(100);
    assertThat(gpu.memoryPs(1)).isEqualTo(1_000_000_000_000L);
    assertThat(gpu.product(gpu.matrix(), 5, 5, 2, 1)).isEqualTo(2);
  }

  /** A cube of side 3 × ramp takes twice its ideal time; a very large one just that. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 100})
  void smallProductsFallBehind(double ramp) {
    MatrixEngine engine = new MatrixEngine(1e12, 0.8, ramp);
    double side = Math.max(1, 3 * ramp);
    double ideal = 2 * side * side * side / 0.8e12;
    assertThat(engine.seconds(side, side, side))
        .isCloseTo((ramp == 0 ? 1 : 2) * ideal, within(1e-9 * ideal));
    assertThat(engine.seconds(1e9, 1e9, 1e9)).isCloseTo(2e27 / 0.8e12, within(1e9));
  }
}
