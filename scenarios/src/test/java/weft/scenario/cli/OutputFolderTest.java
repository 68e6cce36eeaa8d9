package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --out}: three files, each whole; and a folder that cannot be, found early. */
final class OutputFolderTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeScenario() throws IOException {
    file =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            fabric: { single-switch: { gpus: 4, gpu: h100, rate: 400Gbps, latency: 1us } }
            workload: { collective: { operation: all_reduce, begin: 1MiB } }
            checking: audit
            """);
  }

  @Test
  void holdsTheReportInEveryFormatAndNothingElse() throws IOException {
    Path out = folder.resolve("deep/er");
    Invocation run = weft("run", file, "--out", out);
    assertThat(run.code()).isZero();
    assertThat(names(out)).containsExactly("report.txt", "result.csv", "result.json");
    assertThat(out.resolve("report.txt")).content().isEqualTo(run.out());
    assertThat(out.resolve("result.json"))
        .content()
        .isEqualTo(weft("run", file, "--format", "json").out());
    assertThat(out.resolve("result.csv"))
        .content()
        .isEqualTo(weft("run", file, "--format", "csv").out());
  }

  @Test
  void replacesEarlierResults() throws IOException {
    Path out = folder.resolve("out");
    weft("run", file, "--out", out);
    weft("run", file, "--out", out, "--seed", "9");
    assertThat(out.resolve("result.json")).content().contains("\"seed\" : 9");
    assertThat(names(out)).hasSize(3);
  }

  @Test
  void othersMayReadWhatTheyMayReadElsewhere() throws IOException {
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path out = folder.resolve("out");
    weft("run", file, "--out", out);
    assertThat(Files.getPosixFilePermissions(out.resolve("result.json")))
        .isEqualTo(Files.getPosixFilePermissions(file));
  }

  @Test
  void aFileInItsPlaceIsFoundBeforeTheSimulation() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "mine");
    assertRefused(weft("run", slow(), "--out", taken), "taken: it is not a folder");
    assertRefused(weft("run", slow(), "--out", taken.resolve("below")), "taken");
    assertThat(taken).content().isEqualTo("mine");
  }

  @Test
  void aFolderThatCannotBeWrittenToIsFoundBeforeTheSimulation() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    // To root every folder is open.
    assumeThat(Files.isWritable(locked)).isFalse();
    assertRefused(weft("run", slow(), "--out", locked), "locked");
  }

  /** A scenario that would take far longer than a test may: it must not be begun. */
  private Path slow() throws IOException {
    return Files.writeString(
        folder.resolve("slow.yaml"),
        """
        fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }
        workload:
          training:
            model: gpt3-175b
            parallelism: { tensor: 8, pipeline: 8, data: 16 }
            global-batch: 153600
            sequence: 2048
        """);
  }

  private static void assertRefused(Invocation run, String name) {
    assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("weft: cannot write ").contains(name).hasLineCount(1);
  }

  private static Stream<String> names(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }
}
