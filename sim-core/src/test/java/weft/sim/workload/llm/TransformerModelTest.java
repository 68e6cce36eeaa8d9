package weft.sim.workload.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TransformerModelTest {

  static final TransformerModel GPT3 =
      new TransformerModel("gpt3-175b", 12_288, 96, 96, 49_152, 51_200);

  /** Narayanan et al., SC 2021, equation 2: P = 12 l h² (1 + 13/12h + (V + s)/12lh), without s. */
  @Test
  void parametersFollowThePaper() {
    double h = 12_288;
    double expected = 12 * 96 * h * h * (1 + 13 / (12 * h) + 51_200 / (12 * 96 * h));
    assertThat((double) GPT3.parameters()).isCloseTo(expected, within(1.0));
    assertThat(GPT3.parameters() / 1e9).isCloseTo(174.6, within(0.1));
  }

  /** The same, appendix: 72 B s l h² (1 + s/6h + V/12lh), without the recomputed forward pass. */
  @Test
  void flopsFollowThePaper() {
    double h = 12_288;
    double s = 2_048;
    double expected = 72 * 1_536 * s * 96 * h * h * (1 + s / (6 * h) + 51_200 / (12 * 96 * h));
    assertThat(GPT3.stepFlops(1_536, 2_048)).isCloseTo(expected, within(expected * 1e-12));
  }

  /**
   * 6 N D, to the attention term s/6h and the embedding, which is a look-up in the forward pass.
   */
  @Test
  void flopsAreSixTimesParametersTimesTokensToTheAttentionTerm() {
    double sixNd = 6.0 * GPT3.parameters() * 1_536 * 2_048;
    double attentionTerm = 2_048 / (6 * 12_288.0);
    assertThat(GPT3.stepFlops(1_536, 2_048) / sixNd).isCloseTo(1 + attentionTerm, within(0.002));
  }

  /**
   * Qwen3-32B by its config.json: a layer has 2 h (a + a_kv) d = 94,371,840 weights of attention, 3
   * h f = 393,216,000 of the feed-forward block and 2 h = 10,240 of norms, 487,598,080 in all; 64
   * of them are 31,206,277,120, and two embeddings of 777,912,320 make 32,762,101,760. With heads
   * of h/a = 80 it would be 30.5 B.
   */
  @Test
  void headsMayBeWiderTogetherThanTheHiddenState() {
    TransformerModel model =
        new TransformerModel(
            "wide", 5_120, 64, new Attention(64, 8, 128, null), 25_600, true, null, 151_936, false);
    assertThat(model.layerParameters(0)).isEqualTo(487_598_080L);
    assertThat(model.parameters()).isEqualTo(32_762_101_760L);
    double active = 64 * (94_371_840.0 + 393_216_000) + 777_912_320;
    assertThat(model.stepFlops(1, 4_096))
        .isEqualTo(6 * 4_096.0 * (active + 4_096.0 * 64 * 2 * 64 * 128));
  }

  @Test
  void impossibleShapesAreRefused() {
    assertThatThrownBy(() -> new TransformerModel("m", 10, 1, 3, 40, 1))
        .hasMessage("hidden size 10 with 3 heads");
    assertThatThrownBy(() -> new TransformerModel("m", 12, 0, 3, 40, 1))
        .hasMessageContaining("0 layers");
  }
}
