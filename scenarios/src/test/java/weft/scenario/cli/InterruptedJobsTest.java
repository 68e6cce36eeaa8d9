package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.scenario.assemble.Assembly;
import weft.scenario.report.RunReport;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;

/**
 * Jobs of which one is done and the others are not when the run is interrupted: what they did until
 * then is reported.
 */
@Tag("slow")
final class InterruptedJobsTest {

  private static final String SCENARIO =
      """
      fabric: { single-switch: { gpus: 8, gpu: h100, rate: 400Gbps, latency: 1us } }
      workload:
        jobs:
          - name: short
            gpus: [0, 1]
            workload: { collective: { operation: all_gather, begin: 1MB } }
          - name: flows
            gpus: [2, 3, 4]
            workload: { flows: { file: flows.csv } }
          - name: none
            gpus: [5, 6]
            workload: { flows: { shift: { size: 100GB, distance: 1 } } }
      """;

  @TempDir private Path folder;

  @Test
  void whatTheyDidUntilThenIsReported() throws IOException {
    RunReport report = interrupted();
    String text = ResultFiles.render(report, OutputFormat.text, false);
    assertThat(text)
        .contains("PARTIAL: interrupted at ", "  short ", "  flows ", "not done")
        .contains("Job short", "# all_gather", "Job flows", " delivered\n")
        .contains("completion time", "Job none", "2 flows · 200 GB · 0 delivered")
        .doesNotContain("is done at", "Maybe repeat");
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    JsonNode jobs =
        JsonMapper.shared()
            .readTree(ResultFiles.render(report, OutputFormat.json, false))
            .get("jobs");
    JsonNode done = jobs.get(0);
    assertThat(done.get("complete").asBoolean()).isTrue();
    assertThat(done.get("times").get(0).get("togetherSeconds").asDouble()).isPositive();
    assertThat(done.get("times").get(0).get("aloneSeconds").isNull()).isTrue();
    assertThat(done.get("parts")).isNotEmpty();
    JsonNode partial = jobs.get(1);
    assertThat(partial.get("complete").asBoolean()).isFalse();
    assertThat(partial.get("times")).isEmpty();
    assertThat(partial.get("endSeconds").asDouble()).isEqualTo(report.result().endPs() / 1e12);
    assertThat(partial.get("flows").get("delivered").asLong())
        .isPositive()
        .isLessThan(partial.get("flows").get("count").asLong());
    assertThat(partial.get("flows").get("completionSeconds").get("mean").asDouble()).isPositive();
    assertThat(jobs.get(2).get("flows").get("delivered").asLong()).isZero();
    assertThat(jobs.get(2).get("flows").has("slowdown")).isFalse();
    assertThat(ResultFiles.render(report, OutputFormat.csv, false))
        .contains("job,short,time,", "job,flows,complete,0,1\njob,flows,delivered,")
        .contains("job,none,complete,0,1\n")
        .doesNotContain("job,none,delivered", "job,short,complete");
  }

  /** Stopped at the first sight of it, with flows of the second job still to come. */
  private RunReport interrupted() throws IOException {
    StringBuilder flows = new StringBuilder("source,destination,size,start\n");
    for (int flow = 0; flow < 100_000; flow++) {
      flows.append("0,1,1kB,").append(flow).append("us\n");
    }
    Files.writeString(folder.resolve("flows.csv"), flows);
    Path file = Files.writeString(folder.resolve("jobs.yaml"), SCENARIO);
    Workbench workbench = new Workbench();
    ScenarioLoader.Loaded loaded = workbench.loader().load(file, List.of());
    Assembly assembly = workbench.assembler().assemble(loaded.spec());
    SimulationResult result =
        Simulation.run(assembly.simulation(), (nowPs, events, done, total) -> false);
    assertThat(result.complete()).isFalse();
    return RunReport.of(loaded.spec(), assembly, result, List.of());
  }
}
