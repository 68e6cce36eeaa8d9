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
        Schedule.ONE_FORWARD_ONE_BACKWARD,
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
            Schedule.ONE_FORWARD_ONE_BACKWARD,
            sharding,
            Overlap.DATA,
            true);
    double parameters = TransformerModelTest.GPT3.parameters();
    MemoryUse use = MemoryUse.of(plan, 0);
    assertThat(use.weights()).isCloseTo(weights * parameters, within(1.0));
    assertThat(use.gradients()).isCloseTo(gradients * parameters, within(1.0));
    assertThat(use.optimizer()).isCloseTo(state * parameters, within(1.0));
  }
}
