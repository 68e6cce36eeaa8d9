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

  @Test
  void impossibleShapesAreRefused() {
    assertThatThrownBy(() -> new TransformerModel("m", 10, 1, 3, 40, 1))
        .hasMessage("hidden size 10 with 3 heads");
    assertThatThrownBy(() -> new TransformerModel("m", 12, 0, 3, 40, 1))
        .hasMessageContaining("0 layers");
  }
}
