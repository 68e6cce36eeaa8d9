package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The source document's table 1: GPUs for one week, by the shipped scenario. */
final class TrainingTableTest {

  @Test
  @Tag("slow")
  void gpusForOneWeek() {
    JsonNode budgets =
        weft("run", REPOSITORY.resolve("scenarios/training/seed-table1.yaml"), "--format", "json")
            .json()
            .get("budgets");
    int[] byFormula = {1_447, 1_482, 2_067, 1_378, 2_756, 74_061, 74_061};
    assertThat(budgets.size()).isEqualTo(byFormula.length);
    for (int row = 0; row < byFormula.length; row++) {
      JsonNode budget = budgets.get(row);
      assertThat(budget.get("formulaGpus").asInt()).isEqualTo(byFormula[row]);
      assertThat(budget.get("printedGpus").asInt())
          .as("GPT-4 is printed otherwise")
          .isEqualTo(row < 5 ? byFormula[row] : 107_474);
      double tflops = budget.get("tflopsPerGpu").asDouble();
      double zflop = budget.get("zflop").asDouble();
      assertThat(budget.get("simulatedGpus").asLong())
          .isEqualTo((long) Math.ceil(zflop * 1e21 / (tflops * 1e12 * 7 * 86_400)));
      assertThat(budget.get("mfu").asDouble()).isBetween(0.2, 0.6);
    }
    // The source document says 90 to 100 days, which is a third of the A100's peak.
    assertThat(budgets.get(6).get("simulatedDays").asDouble()).isBetween(50.0, 110.0);
  }
}
