package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Ctrl-C, in a process of its own: what there is by then is written, and marked as partial. */
@Tag("slow")
@Timeout(120)
final class InterruptTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long SIGINT_BIT = 1 << (2 - 1);

  @TempDir private Path folder;
  private Path file;

  /** A background job of a shell without job control, and all that it starts, ignores Ctrl-C. */
  @BeforeEach
  void assumeThatCtrlCArrives() throws IOException {
    assumeThat(STATUS).exists();
    try (Stream<String> lines = Files.lines(STATUS)) {
      String ignored =
          lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow().substring(7);
      assumeThat(Long.parseUnsignedLong(ignored.strip(), 16) & SIGINT_BIT).isZero();
    }
  }

  /** It would take many seconds. */
  @BeforeEach
  void writeScenario() throws IOException {
    file =
        Files.writeString(
            folder.resolve("long.yaml"),
            """
            fabric: { leaf-spine: { node: dgx-h100, nodes: 8, nodes-per-unit: 2, spines: 2 } }
            workload:
              training:
                model: { hidden: 2048, layers: 8, heads: 16, vocabulary: 32000 }
                parallelism: { tensor: 8, pipeline: 2, data: 4 }
                global-batch: 400000
                sequence: 2048
            expect: { mfu: { min: 0.99 } }
            """);
  }

  @Test
  void theReportIsMarkedPartial() throws IOException, InterruptedException {
    Invocation run = interrupted("text");
    assertThat(run.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(run.out())
        .startsWith("long · flow model · seed 1\n\nPARTIAL: interrupted at ")
        .contains("\nFabric ", "\nLinks ", "\nEngine ")
        .doesNotContain("\nStep ", "Where the step goes");
    assertThat(run.err())
        .contains("\r", " %  simulated ", " events/s")
        .endsWith("weft: interrupted; the result is partial\n")
        .doesNotContain("expect.");
  }

  @Test
  void theJsonIsWholeAndSaysThatTheRunIsNot() throws IOException, InterruptedException {
    Invocation run = interrupted("json");
    assertThat(run.code()).isEqualTo(ExitCode.INTERRUPTED);
    JsonNode result = run.json();
    assertThat(result.get("complete").asBoolean()).isFalse();
    assertThat(result.get("simulatedSeconds").asDouble()).isPositive();
    assertThat(result.get("step").isNull()).isTrue();
    assertThat(result.get("flows").get("count").asLong()).isPositive();
    assertThat(Invocation.tier(result, "nvlink").get("bytes").asLong()).isPositive();
  }

  @Test
  void anEarlierResultThatIsWholeStays() throws IOException, InterruptedException {
    Path results = Files.createDirectory(folder.resolve("results"));
    Files.writeString(results.resolve("result.json"), "whole");
    Invocation run = interrupted("text", "--out", results.toString());
    assertThat(run.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(results.resolve("result.json")).content().isEqualTo("whole");
    assertThat(results.resolve("report.partial.txt")).content().isEqualTo(run.out());
    try (Stream<Path> files = Files.list(results)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "result.json", "report.partial.txt", "result.partial.json", "result.partial.csv");
    }
  }

  private Invocation interrupted(String format, String... options)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-Dweft.terminal=true",
                "-cp",
                System.getProperty("java.class.path"),
                "weft.scenario.cli.Main",
                "run",
                file.toString(),
                "--format",
                format));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      while (process.isAlive() && !Files.readString(err).contains("simulated")) {
        Thread.sleep(50);
      }
      assertThat(process.isAlive()).as("%s", Files.readString(err)).isTrue();
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends soon").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Invocation(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
