package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemoryUseTest {

  private static final double SBH = 2_048 * 12_288.0;

  private static TrainingPlan plan(
      int pipeline, boolean sequenceParallel, Recompute recompute, boolean fused) {
    return new TrainingPlan(
        TransformerModelTest.GPT3,
        new Parallelism(8, 1, 1, pipeline, 1, sequenceParallel),
        64,
        1,
        2_048,
        NumberFormats.BF16,
        recompute,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        Sharding.NONE,
        Overlap.DATA,
        fused);
  }

  /**
   * Korthikanti et al., MLSys 2023, table 2, of a layer with t = 8: s b h (10 + 24/t + 5 a s/ht)
   * with tensor parallelism, s b h (34 + 5 a s/h)/t with sequence parallelism, s b h 34/t with
   * selective recomputation.
   */
  @Test
  void activationsFollowThePaper() {
    double scores = 5 * 96.0 * 2_048 / 12_288;
    double layers = 8 * 12;
    assertThat(MemoryUse.of(plan(8, false, Recompute.NONE, false), 0).activations())
        .isCloseTo(layers * SBH * (10 + 24 / 8.0 + scores / 8), within(1e3));
    assertThat(MemoryUse.of(plan(8, true, Recompute.NONE, false), 0).activations())
        .isCloseTo(layers * SBH * (34 + scores) / 8, within(1e3));
    assertThat(MemoryUse.of(plan(8, true, Recompute.SELECTIVE, false), 0).activations())
        .isCloseTo(layers * SBH * 34 / 8, within(1e3));
    assertThat(MemoryUse.of(plan(8, true, Recompute.NONE, true), 0).activations())
        .isCloseTo(layers * SBH * 34 / 8, within(1e3));
  }

  /** Fully recomputed it is the inputs, 2 s b h, and one layer whole. */
  @Test
  void recomputationKeepsTheInputs() {
    assertThat(MemoryUse.of(plan(8, false, Recompute.FULL, true), 0).activations())
        .isCloseTo(8 * 12 * 2 * SBH + SBH * (10 + 24 / 8.0), within(1e3));
  }

  /** The first of p stages holds p micro-batches, the last one, which has the logits besides. */
  @Test
  void laterStagesHoldLess() {
    TrainingPlan plan = plan(8, true, Recompute.NONE, true);
    double layer = SBH * 34 / 8;
    double logits = 2_048 * 51_200 * 6.0 / 8;
    assertThat(MemoryUse.of(plan, 3).activations()).isCloseTo(5 * 12 * layer, within(1e3));
    assertThat(MemoryUse.of(plan, 7).activations()).isCloseTo(12 * layer + logits, within(1e3));
    assertThat(MemoryUse.most(plan).stage()).isZero();
  }

  /** 16 bytes a weight with gradients of two; of d replicas' shares (ZeRO, SC 2020, figure 1). */
  @ParameterizedTest
  @CsvSource({"NONE,2,2,12", "OPTIMIZER,2,2,3", "GRADIENTS,2,0.5,3", "WEIGHTS,0.5,0.5,3"})
  void stateIsShardedByStage(Sharding sharding, double weights, double gradients, double state) {
    TrainingPlan plan =
        new TrainingPlan(
            TransformerModelTest.GPT3,
            new Parallelism(1, 1, 4, 1, 1, false),
            64,
            1,
            2_048,
            new NumberFormats(2, 2, false),
            Recompute.NONE,
            MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
            sharding,
            Overlap.DATA,
            true);
    double parameters = TransformerModelTest.GPT3.parameters();
    MemoryUse use = MemoryUse.of(plan, 0);
    assertThat(use.weights()).isCloseTo(weights * parameters, within(1.0));
    assertThat(use.gradients()).isCloseTo(gradients * parameters, within(1.0));
    assertThat(use.optimizer()).isCloseTo(state * parameters, within(1.0));
  }

  /** Three layers, on eight ranks; each four divide eight experts among them. */
  private static TrainingPlan mixture(Experts experts, int feedForward, double imbalance) {
    return mixture(experts, feedForward, imbalance, Recompute.NONE);
  }

  private static TrainingPlan mixture(
      Experts experts, int feedForward, double imbalance, Recompute recompute) {
    return new TrainingPlan(
        new TransformerModel(
            "mixture",
            4_096,
            3,
            new Attention(32, 8, 128, null),
            feedForward,
            true,
            experts,
            32_000,
            false),
        new Parallelism(1, 1, 8, 1, 1, false, new Parallelism.ExpertGrid(1, 4)),
        8,
        1,
        2_048,
        NumberFormats.BF16,
        recompute,
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
        Sharding.OPTIMIZER,
        Overlap.DATA,
        true,
        new ExpertRouting(1, imbalance, false, false),
        8,
        AmaxReduction.NONE);
  }

  /**
   * Experts are divided among four ranks, their state among the two that have the same; all else is
   * on each, its state divided among eight. A layer has 2 × 4,096² + 2 × 4,096 × 1,024 weights of
   * attention, two norms, and a router of 8; an expert three matrices; two embeddings.
   */
  @Test
  void stateOfExpertsIsShardedAmongFewer() {
    MemoryUse use = MemoryUse.of(mixture(new Experts(8, 2, 0, 14_336, 0), 14_336, 1), 0);
    double h = 4_096;
    double others = 3 * (2 * h * h + 2 * h * 1_024 + 2 * h + 8 * h) + 2 * 32_000 * h;
    double experts = 3 * 2 * 3 * h * 14_336;
    assertThat(use.weights()).isCloseTo(2 * (others + experts), within(1.0));
    assertThat(use.gradients()).isCloseTo(4 * (others + experts), within(1.0));
    assertThat(use.optimizer()).isCloseTo(12 * (others / 8 + experts / 2), within(1.0));
  }

  /**
   * Each token keeps 8 h bytes of norms and first products, 2 bytes of each query, key and value (h
   * + h/2 + h), and 6 of each inner value, gate included; it is kept once more for each expert that
   * it meets, where that is. A rank that gets i times the mean keeps i times as much of both; of a
   * shared expert and of a dense layer it keeps its own tokens.
   */
  @ParameterizedTest
  @CsvSource({
    "0,0,14336,1",
    "0,0,1024,1",
    "1,1,2048,1",
    "1,2,2048,1",
    "0,1,1024,2",
    "1,0,1024,2",
    "0,3,14336,1"
  })
  void tokensThatExpertsReceiveAreKept(int shared, int denseLayers, int size, double imbalance) {
    Experts experts = new Experts(8, 2, shared, size, denseLayers);
    double th = 2_048 * 4_096.0;
    double dense = 8 * th + 5 * th + 6 * 2_048 * 10_000.0;
    double inner = 6 * 2_048 * size * (2 * imbalance + shared);
    double mixture = 8 * th + 5 * th + inner + imbalance * 2 * 2 * th;
    double logits = 6 * 2_048 * 32_000.0;
    assertThat(MemoryUse.of(mixture(experts, 10_000, imbalance), 0).activations())
        .isCloseTo(denseLayers * dense + (3 - denseLayers) * mixture + logits, within(1.0));
    double inputs = 3 * 2 * th;
    double greatest = Math.max(denseLayers > 0 ? dense : 0, denseLayers < 3 ? mixture : 0);
    TrainingPlan full = mixture(experts, 10_000, imbalance, Recompute.FULL);
    assertThat(MemoryUse.of(full, 0).activations())
        .isCloseTo(inputs + greatest + logits, within(1.0));
  }
}
