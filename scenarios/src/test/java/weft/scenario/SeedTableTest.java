package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.weft;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The source document's table 3: modules for each GPU, by the shipped scenarios. */
final class SeedTableTest {

  @ParameterizedTest
  @CsvSource({
    "h100-two-layer,        400G, 1,   800G, 1.5, 2.5",
    "h100-800g-three-layer, 800G, 6,   '',   0,   6",
    "a100-three-layer,      200G, 6,   '',   0,   6",
    "a100-two-layer,        200G, 1,   800G, 0.75, 1.75",
    "gb200-two-layer,       800G, 2,   '',   0,   2",
    "gb200-three-layer,     800G, 3,   1.6T, 1.5, 4.5",
  })
  void modulesForEachGpu(
      String name, String first, double ofFirst, String second, double ofSecond, double sum) {
    JsonNode perGpu =
        weft(
                "topology",
                REPOSITORY.resolve("scenarios/superpod/seed-" + name + ".yaml"),
                "--format",
                "json")
            .json()
            .findValue("transceiversPerGpu");
    assertThat(perGpu.get(first).asDouble()).isEqualTo(ofFirst);
    assertThat(perGpu.size()).isEqualTo(second.isEmpty() ? 1 : 2);
    if (!second.isEmpty()) {
      assertThat(perGpu.get(second).asDouble()).isEqualTo(ofSecond);
    }
    double all = 0;
    for (JsonNode ofRate : perGpu) {
      all += ofRate.asDouble();
    }
    assertThat(all).isEqualTo(sum);
  }
}
