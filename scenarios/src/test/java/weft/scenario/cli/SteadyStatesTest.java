package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the user sees of steady states that are skipped. */
final class SteadyStatesTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeScenario() throws IOException {
    file =
        Files.writeString(
            folder.resolve("incast.yaml"),
            """
            fabric: { single-switch: { gpus: 4, gpu: h100, rate: 400Gbps, latency: 1us } }
            network: { model: packet, packet: { switches: { pfc: { xoff: 50kB } } } }
            workload: { flows: { incast: { size: 100MB, senders: 3 } } }
            """);
  }

  private static String tolerance(String value) {
    return "network.packet.steady-tolerance=" + value;
  }

  /** 3 × 100 MB over one port: what it carries and when it is done do not change. */
  @Test
  void theResultIsThatOfAFullRun() {
    JsonNode full = Invocation.result(file);
    JsonNode skipping = Invocation.result(file, "--set", tolerance("0.03"));
    assertThat(full.get("packets").get("skipped").asLong()).isZero();
    assertThat(skipping.get("packets").get("skipped").asLong()).isGreaterThan(40_000);
    assertThat(skipping.get("packets").get("skippedSeconds").asDouble()).isGreaterThan(0.003);
    assertThat(skipping.get("engine").get("events").asLong())
        .isLessThan(full.get("engine").get("events").asLong() / 2);
    assertThat(skipping.get("simulatedSeconds").asDouble())
        .isCloseTo(full.get("simulatedSeconds").asDouble(), Percentage.withPercentage(0.2));
    assertThat(skipping.get("utilization").get(0).get("bytes").asLong())
        .isEqualTo(600_000_000)
        .isEqualTo(full.get("utilization").get(0).get("bytes").asLong());
  }

  @Test
  void theReportSaysSo() {
    assertThat(Invocation.weft("run", file, "--set", tolerance("0.03")).out())
        .contains("in steady states, ")
        .contains(" that were skipped");
  }

  @Test
  void aToleranceThatTellsNothingIsRefused() {
    Invocation run = Invocation.weft("run", file, "--set", tolerance("0.5"));
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("at most 0.05. Maybe 0.03.");
  }
}
