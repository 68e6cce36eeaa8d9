package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.TransformerModel;

final class ModelItemTest {

  @Test
  void headsAreToldWhereTheyAreNotAsWideAsTheHiddenState() {
    assertThat(ModelItem.text(model(128))).isEqualTo("wide (32.8B parameters, 64 heads of 128)");
    assertThat(ModelItem.text(model(80))).isEqualTo("wide (30.5B parameters)");
  }

  private static TransformerModel model(int headSize) {
    return new TransformerModel(
        "wide",
        5_120,
        64,
        new Attention(64, 8, headSize, null),
        25_600,
        true,
        null,
        151_936,
        false);
  }
}
