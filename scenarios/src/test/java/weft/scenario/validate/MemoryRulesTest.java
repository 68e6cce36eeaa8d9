package weft.scenario.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.parse.ScenarioException;
import weft.topology.hardware.HardwareCatalog;

/** What does not fit into a heap, of the size that the test says, is refused before it starts. */
final class MemoryRulesTest {

  private static final String FABRIC =
      "fabric: { single-switch: { gpus: 64, gpu: h100, rate: 400Gbps, latency: 1us } }\n";

  private static final String ALL_TO_ALL =
      "workload: { collective: { operation: alltoall, begin: 1MiB } }\n";

  private static void load(String text, long heapBytes) {
    new ScenarioLoader(
            new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard()), heapBytes)
        .load("my.yaml", "my", text, List.of());
  }

  private static String refusal(String text, long heapBytes) {
    return catchThrowableOfType(ScenarioException.class, () -> load(text, heapBytes))
        .problems()
        .render();
  }

  /** 64 × 63 = 4,032 connections of 450, 800 and 900 bytes. */
  @ParameterizedTest
  @CsvSource({"analytic, 1814400", "flow, 3225600", "packet, 3628800"})
  void anAllToAllTakesMemoryForEachPair(String model, long bytes) {
    String text = FABRIC + "network: { model: " + model + " }\n" + ALL_TO_ALL;
    assertThat(refusal(text, bytes - 1))
        .contains(
            "workload.collective: 64 ranks send over 4,032 connections, which take about "
                + Math.round(bytes / 1e6)
                + " MB of memory, but there are "
                + Math.round(bytes / 1e6)
                + " MB. Maybe fewer ranks, or WEFT_JAVA_OPTS=-Xmx1g.");
    assertThatCode(() -> load(text, bytes)).doesNotThrowAnyException();
  }

  @Test
  void whatEachSendsToAFewIsNoExchange() {
    assertThatCode(() -> load(FABRIC + ALL_TO_ALL.replace("alltoall", "all_reduce"), 1))
        .doesNotThrowAnyException();
  }

  @Test
  void flowsOfPatternsAreCounted() {
    String text = FABRIC + "workload: { flows: { all-to-all: { size: 1MB } } }\n";
    assertThat(refusal(text, 1_000_000))
        .contains(
            "workload.flows.all-to-all: makes 4,032 flows, which take about 1 MB of memory, but"
                + " there are 1 MB.");
    assertThatCode(() -> load(text, 4_032 * 300)).doesNotThrowAnyException();
  }

  @Test
  void thatOfAJobIsOneToo() {
    String text =
        FABRIC
            + "workload: { jobs: [ { name: one, gpu-count: 32, "
            + ALL_TO_ALL.strip()
            + " } ] }\n";
    assertThat(refusal(text, 700_000))
        .contains("workload.jobs.0.workload.collective: 32 ranks send over 992 connections");
  }
}
