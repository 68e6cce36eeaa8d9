package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.hardware.Confidence;

final class ModelCatalogTest {

  private static final ModelCatalog MODELS = ModelCatalog.standard();

  /** Billions of parameters as published by those who made them, to one percent. */
  @ParameterizedTest
  @CsvSource({
    "gpt3-175b,   174.6", "opt-175b,     175", "megatron-22b,   22",
    "turing-530b, 530", "megatron-1t,  1008", "llama-65b,      65.2",
    "llama2-7b,   6.74", "llama2-13b,   13.0", "llama2-34b,     33.7",
    "llama2-70b,  69.0", "llama3-8b,    8.03", "llama3-70b,     70.6",
    "llama3-405b, 405.9", "mixtral-8x7b, 46.7", "mixtral-8x22b,  140.6",
    "deepseek-v3, 671", "gpt4-1.8t,    1830", "nemotron4-15b,  15.6",
    "mpt-1b,      1.3128", "mpt-7b,      6.651", "mpt-70b,        64.85"
  })
  void parametersAreAsPublished(String name, double billions) {
    assertThat(MODELS.get(name).parameters() / 1e9).isCloseTo(billions, within(0.01 * billions));
  }

  /** Parameters that a token meets: 37 B of DeepSeek-V3, 12.9 B of Mixtral 8x7B, 39 B of 8x22B. */
  @ParameterizedTest
  @CsvSource({"deepseek-v3,37", "mixtral-8x7b,12.9", "mixtral-8x22b,39.1", "gpt4-1.8t,280"})
  void activeParametersAreAsPublished(String name, double billions) {
    TransformerModel model = MODELS.get(name);
    double active = model.activeWeights() + model.embeddingParameters();
    assertThat(active / 1e9).isCloseTo(billions, within(0.03 * billions));
  }

  /**
   * DeepSeek-V3 by its dimensions is the one of the catalogue: 671 B, of which a token meets 37 B.
   */
  @Test
  void latentAttentionOfOnesOwn() {
    TransformerModel own = new TrainingAssembler(MODELS).model(deepSeekV3(1_536, null));
    TransformerModel known = MODELS.get("deepseek-v3");
    assertThat(own.attention()).isEqualTo(known.attention());
    assertThat(own.parameters()).isEqualTo(known.parameters());
    assertThat(own.parameters() / 1e9).isCloseTo(671, within(1.0));
    assertThat((own.activeWeights() + own.embeddingParameters()) / 1e9).isCloseTo(37, within(1.0));
  }

  /**
   * Queries that are not compressed have one matrix of h × a (d + p) instead of two of width 1,536;
   * values of 64 instead of 128 take 64 × a columns less from 512 and as many rows less to h.
   */
  @Test
  void partsOfLatentAttentionCountByThemselves() {
    TrainingAssembler assembler = new TrainingAssembler(MODELS);
    long whole = assembler.model(deepSeekV3(1_536, null)).parameters();
    long direct = assembler.model(deepSeekV3(null, null)).parameters();
    assertThat(direct - whole).isEqualTo(61L * (7_168 * 128 * 192 - 1_536 * (7_168 + 128 * 192)));
    long narrow = assembler.model(deepSeekV3(1_536, 64)).parameters();
    assertThat(whole - narrow).isEqualTo(61L * 64 * 128 * (512 + 7_168));
  }

  private static ModelSpec.Custom deepSeekV3(@Nullable Integer queryRank, @Nullable Integer value) {
    return new ModelSpec.Custom(
        7_168,
        61,
        128,
        18_432,
        129_280,
        null,
        null,
        OnOff.ON,
        OnOff.OFF,
        new ModelSpec.Experts(256, 8, 1, 2_048, 3, 8, 4),
        new ModelSpec.Latent(512, queryRank, 128, 64, value));
  }

  /**
   * FLOP are 6 N D of a dense model but for the attention term, s (q + v) l of 6 s (q + v) l, and
   * the input embedding, which is looked up.
   */
  @Test
  void flopsAreSixTimesParametersTimesTokens() {
    for (ModelCatalog.Entry entry : MODELS.entries()) {
      TransformerModel model = entry.model();
      double lookedUp = model.tied() ? 0 : model.embeddingParameters();
      double active =
          model.experts() == null ? model.parameters() - lookedUp : model.activeWeights();
      Attention block = model.attention();
      int position = block.latent() == null ? 0 : block.latent().positionSize();
      double attention = 6.0 * 2_048 * block.heads() * (2 * block.headSize() + position);
      double tokens = 100 * 2_048.0;
      double expected = tokens * (6 * active + attention * model.layers());
      assertThat(model.stepFlops(100, 2_048))
          .as(model.name())
          .isCloseTo(expected, within(0.004 * expected));
    }
  }

  @Test
  void whatNobodyHasPublishedIsMarked() {
    assertThat(MODELS.figures())
        .filteredOn(figure -> figure.confidence() == Confidence.UNSOURCED)
        .isNotEmpty()
        .allSatisfy(figure -> assertThat(figure.name()).isEqualTo("gpt4-1.8t"));
  }
}
