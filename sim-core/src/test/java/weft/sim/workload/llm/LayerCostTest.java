package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LayerCostTest {

  private static TrainingPlan plan(int tensor, Recompute recompute) {
    return new TrainingPlan(TransformerModelTest.GPT3, tensor, 1, 1, 4, 1, 2_048, 2, 4, recompute);
  }

  /** With memory out of the way a layer takes its FLOP over the rate: 24 T h² (1 + s/6h) / t. */
  @Test
  void computeBoundLayersTakeTheirFlops() {
    Accelerator gpu = new Accelerator("compute", 1e15, 0.5, 1e30, 1);
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), gpu);
    double h = 12_288;
    double flops = 24 * 2_048 * h * h * (1 + 2_048 / (6 * h)) / 8;
    double forwardPs = cost.forwardAttentionPs() + cost.forwardFeedForwardPs();
    double backwardPs = cost.backwardAttentionPs(Recompute.NONE) + cost.backwardFeedForwardPs();
    assertThat(forwardPs).isCloseTo(flops / 0.5e15 * 1e12, within(2.0));
    assertThat(backwardPs).isCloseTo(2 * flops / 0.5e15 * 1e12, within(2.0));
    double logits = 2.0 * 2_048 * h * 51_200 / 8;
    assertThat((double) cost.forwardLogitsPs()).isCloseTo(logits / 0.5e15 * 1e12, within(1.0));
    assertThat((double) cost.backwardLogitsPs()).isCloseTo(2 * logits / 0.5e15 * 1e12, within(1.0));
    assertThat(cost.activationBytes()).isEqualTo(2_048 * 12_288 * 2);
  }

  /** With arithmetic out of the way it takes the traffic of the table, here summed by hand. */
  @Test
  void memoryBoundLayersTakeTheirTraffic() {
    Accelerator gpu = new Accelerator("memory", 1e30, 1, 1e12, 0.5);
    LayerCost cost = new LayerCost(plan(8, Recompute.NONE), gpu);
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
    assertThat((double) cost.forwardAttentionPs()).isCloseTo(attention / 0.5, within(1.0));
    assertThat((double) cost.forwardFeedForwardPs()).isCloseTo(feedForward / 0.5, within(1.0));
  }

  /** Selective recomputation does the attention core again: 4 T s h / t FLOP. */
  @Test
  void selectiveRecomputationRepeatsTheCore() {
    Accelerator gpu = new Accelerator("compute", 1e15, 1, 1e30, 1);
    LayerCost cost = new LayerCost(plan(1, Recompute.SELECTIVE), gpu);
    double core = 4.0 * 2_048 * 2_048 * 12_288;
    long again =
        cost.backwardAttentionPs(Recompute.SELECTIVE) - cost.backwardAttentionPs(Recompute.NONE);
    assertThat((double) again).isCloseTo(core / 1e15 * 1e12, within(2.0));
    assertThat(cost.backwardAttentionPs(Recompute.FULL))
        .isEqualTo(cost.backwardAttentionPs(Recompute.NONE));
  }

  @Test
  void theLongerSideOfTheRooflineCounts() {
    Accelerator gpu = new Accelerator("gpu", 100, 0.5, 10, 0.1);
    assertThat(gpu.seconds(100, 1)).isEqualTo(2);
    assertThat(gpu.seconds(1, 100)).isEqualTo(100);
    assertThat(gpu.memoryPs(1)).isEqualTo(1_000_000_000_000L);
  }
}
