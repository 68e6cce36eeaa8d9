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
        parallelism.replicas(),
        AmaxReduction.NONE);
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
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
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
    assertThat(gpu.memory(1)).isEqualTo(1);
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

  /**
   * Backward, in bytes. Attention: norm 6 T h, residual 5, core 2 × 1; products 2 (T h + T h/8 +
   * h²/8) and 2 (3 T h/8 + T h + 3 h²/8); gradients of weights, read and written at 4 bytes, 2 (T h
   * + 3 T h/8) + 3 h² and 2 (T h + T h/8) + h². Feed-forward, h/2 wide: norm and residual 11 T h,
   * function 3, products twice 3 T h + h², their weights twice 3 T h + 4 h².
   */
  @Test
  void memoryBoundBackwardPassesTakeTheirTraffic() {
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), MEMORY);
    double th = 2_048 * 12_288.0;
    double hh = 12_288.0 * 12_288;
    assertThat(cost.attention().inputGradient()).isCloseTo((18 * th + hh) / 0.5e12, within(1e-12));
    assertThat(cost.attention().weightGradient())
        .isCloseTo((5 * th + 4 * hh) / 0.5e12, within(1e-12));
    assertThat(cost.feedForward(0).inputGradient())
        .isCloseTo((20 * th + 2 * hh) / 0.5e12, within(1e-12));
    assertThat(cost.feedForward(0).weightGradient())
        .isCloseTo((6 * th + 8 * hh) / 0.5e12, within(1e-12));
    LayerCost selective = new LayerCost(plan(8, Recompute.SELECTIVE), MEMORY);
    assertThat(selective.coreGradient()).isCloseTo(3 * th / 0.5e12, within(1e-12));
  }

  /** Of 6,400 words on each rank a logit moves 26 bytes forward and 14 backward. */
  @Test
  void lossMovesItsLogits() {
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), MEMORY);
    double th = 2_048 * 12_288.0;
    double logits = 2_048 * 6_400.0;
    double product = 2 * (th + logits + 12_288 * 6_400.0);
    assertThat(cost.logits()).isCloseTo((4 * th + product + 26 * logits) / 0.5e12, within(1e-12));
    assertThat(cost.logitsGradient())
        .isCloseTo((6 * th + product + 14 * logits) / 0.5e12, within(1e-12));
    assertThat(cost.logitsWeightGradient()).isCloseTo(product / 0.5e12, within(1e-12));
  }

  /**
   * To convert a value moves 4 bytes: of inputs of both products, h + h/8 and h + h/2 wide; and
   * backward of the gradients of their results, 3h/8 + h and h/2 + h. The output layer has none.
   */
  @Test
  void eightBitsAreConvertedTo() {
    TrainingPlan plan = plan(8, Recompute.NONE);
    LayerCost wide = new LayerCost(plan, MEMORY);
    LayerCost narrow = new LayerCost(with(plan, new NumberFormats(2, 4, true), true), MEMORY);
    double th = 2_048 * 12_288 / 0.5e12;
    assertThat(narrow.attention().forward() - wide.attention().forward())
        .isCloseTo(4.5 * th, within(1e-12));
    assertThat(narrow.attention().backward() - wide.attention().backward())
        .isCloseTo(5.5 * th, within(1e-12));
    assertThat(narrow.feedForward(0).forward() - wide.feedForward(0).forward())
        .isCloseTo(6 * th, within(1e-12));
    assertThat(narrow.feedForward(0).backward() - wide.feedForward(0).backward())
        .isCloseTo(6 * th, within(1e-12));
    assertThat(narrow.logits()).isEqualTo(wide.logits());
  }

  private static TrainingPlan with(TrainingPlan plan, NumberFormats formats, boolean fused) {
    return new TrainingPlan(
        plan.model(),
        plan.parallelism(),
        plan.globalBatch(),
        plan.microBatch(),
        plan.sequence(),
        formats,
        plan.recompute(),
        plan.schedule(),
        plan.sharding(),
        plan.overlap(),
        fused,
        plan.routing(),
        plan.shards(),
        plan.amaxReduction());
  }

  /** Not fused, backward: 15 bytes a score, and twice the 4 T s h/8 FLOP of all pairs. */
  @Test
  void scoresGoThroughTheMemoryBackward() {
    TrainingPlan unfused = with(plan(8, Recompute.NONE), NumberFormats.BF16, false);
    double pairs = 2_048.0 * 2_048;
    assertThat(new LayerCost(unfused, MEMORY).coreGradient())
        .isCloseTo(15 * pairs * 96 / 8 / 0.5e12, within(1e-12));
    assertThat(new LayerCost(unfused, COMPUTE).coreGradient())
        .isCloseTo(2 * 4 * pairs * 12_288 / 8 / 0.5e15, within(1e-12));
  }

  /** T = 2,048, h = 4,096, eight experts of f = 1,024, of which a token meets two. */
  private static LayerCost mixture(
      int shared, Parallelism parallelism, double capacity, boolean eightBit, boolean products) {
    TransformerModel model =
        new TransformerModel(
            "mixture",
            4_096,
            2,
            new Attention(32, 8, 128, null),
            14_336,
            true,
            new Experts(8, 2, shared, 1_024, 0),
            32_000,
            false);
    return new LayerCost(
        new TrainingPlan(
            model,
            parallelism,
            4,
            1,
            2_048,
            new NumberFormats(2, 4, products),
            Recompute.NONE,
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
            Sharding.NONE,
            Overlap.DATA,
            true,
            new ExpertRouting(capacity, 1, eightBit, false),
            parallelism.replicas(),
            AmaxReduction.NONE),
        MEMORY);
  }

  private static LayerCost mixture(int shared, double capacity) {
    return mixture(shared, new Parallelism(1, 1, 1, 1, 1, false), capacity, false, false);
  }

  private static LayerCost exchanged(int expertTensor, boolean eightBit, boolean products) {
    Parallelism.ExpertGrid grid = new Parallelism.ExpertGrid(expertTensor, 4 / expertTensor);
    return mixture(0, new Parallelism(1, 1, 4, 1, 1, false, grid), 1, eightBit, products);
  }

  /**
   * R = 2 C T rows go through gated experts. Forward in bytes: norm and residual 11 T h, router 2
   * (T h + 8 h + 8 T), permutation 2 (T + R) h 2; products 2 (R h + 16 h f + 2 R f) and 2 (R f + 8
   * h f + R h), function 6 R f. Backward: norm and residual 11 T h, the router twice, permutation
   * as before; function 10 R f, products as forward, weights 2 (R h + 2 R f) + 128 h f and 2 (R f +
   * R h) + 64 h f.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1.5})
  void expertsPermuteTheirTokens(double capacity) {
    BlockCost block = mixture(0, capacity).feedForward(0);
    double tokens = 2_048;
    double h = 4_096;
    double f = 1_024;
    double rows = 2 * capacity * tokens;
    double router = 2 * (tokens * h + 8 * h + 8 * tokens);
    double around = 11 * tokens * h + 4 * (tokens + rows) * h;
    double forward = around + router + 4 * rows * h + 12 * rows * f + 48 * h * f;
    double backward = around + 2 * router + 8 * rows * h + 22 * rows * f + 240 * h * f;
    assertThat(block.forward()).isCloseTo(forward / 0.5e12, within(1e-12));
    assertThat(block.backward()).isCloseTo(backward / 0.5e12, within(1e-12));
  }

  /** Three shared experts are one gated block of F = 3 f that each token goes through. */
  @Test
  void sharedExpertsAreOneBlock() {
    double th = 2_048 * 4_096.0;
    double tf = 2_048 * 3 * 1_024.0;
    double hf = 4_096 * 3 * 1_024.0;
    BlockCost with = mixture(3, 1).feedForward(0);
    BlockCost without = mixture(0, 1).feedForward(0);
    assertThat(with.forward() - without.forward())
        .isCloseTo((4 * th + 12 * tf + 6 * hf) / 0.5e12, within(1e-12));
    assertThat(with.backward() - without.backward())
        .isCloseTo((8 * th + 22 * tf + 30 * hf) / 0.5e12, within(1e-12));
    assertThat(mixture(3, 1).sharedExperts().forward())
        .isCloseTo((4 * th + 12 * tf + 6 * hf) / 0.5e12, within(1e-12));
  }

  /**
   * Of eight experts on four ranks, x of which share each, a rank has 2x parts of f/x; to them come
   * 2 T rows of each of the x, times the load.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aRankComputesWhatComesToItsExperts(int expertTensor) {
    double rows = 1.5 * 2 * 2_048 * expertTensor;
    double part = 1_024.0 / expertTensor;
    double weights = 2 * expertTensor * 4_096 * part;
    assertThat(exchanged(expertTensor, false, false).routedExperts(1.5).forward())
        .isCloseTo((4 * rows * 4_096 + 12 * rows * part + 6 * weights) / 0.5e12, within(1e-12));
  }

  /** To 8 bits and back, of 2 T rows 2 + 1 bytes a value each, unless products convert anyway. */
  @Test
  void tokensAreScaledToEightBits() {
    BlockCost wide = exchanged(1, false, false).aroundRoutedExperts();
    BlockCost narrow = exchanged(1, true, false).aroundRoutedExperts();
    double expected = 2 * 3 * 2 * 2_048 * 4_096 / 0.5e12;
    assertThat(narrow.forward() - wide.forward()).isCloseTo(expected, within(1e-12));
    assertThat(narrow.backward() - wide.backward()).isCloseTo(expected, within(1e-12));
    assertThat(exchanged(1, true, true).aroundRoutedExperts())
        .isEqualTo(exchanged(1, false, true).aroundRoutedExperts());
  }

  /** Only the side that is faster takes less time; each kernel has its gap. */
  @Test
  void fasterPartsTakeLessTime() {
    Accelerator gpu =
        new Accelerator(
            "gpu", new MatrixEngine(100, 0.5, 0), new MatrixEngine(80, 0.5, 0), 0.25, 10, 0.1, 3);
    assertThat(gpu.product(gpu.matrix(), 5, 5, 2, 1)).isEqualTo(100 / 50.0 + 3);
    assertThat(gpu.product(gpu.matrix(), 5, 5, 2, 8)).isEqualTo(8 + 3);
    assertThat(gpu.attention(100, 1)).isEqualTo(100 / 20.0 + 3);
    assertThat(gpu.memory(8)).isEqualTo(8 + 3);
    Accelerator arithmetic = gpu.withArithmetic(2);
    assertThat(arithmetic.product(arithmetic.matrix(), 5, 5, 2, 0)).isEqualTo(100 / 100.0 + 3);
    assertThat(arithmetic.product(arithmetic.wide(), 5, 5, 2, 0)).isEqualTo(100 / 80.0 + 3);
    assertThat(arithmetic.attention(100, 0)).isEqualTo(100 / 40.0 + 3);
    assertThat(arithmetic.memory(8)).isEqualTo(8 + 3);
    Accelerator memory = gpu.withMemory(4);
    assertThat(memory.memory(8)).isEqualTo(8 / 4.0 + 3);
    assertThat(memory.product(memory.matrix(), 5, 5, 2, 0)).isEqualTo(100 / 50.0 + 3);
  }
}
