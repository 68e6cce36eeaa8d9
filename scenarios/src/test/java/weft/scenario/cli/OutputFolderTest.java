package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static weft.scenario.cli.Invocation.weft;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --out}: three files, each whole; and a folder that cannot be, found early. */
@Tag("slow")
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

  @Test
  void aFolderInPlaceOfAResultIsFoundBeforeTheSimulation() throws IOException {
    Path out = folder.resolve("out");
    Files.createDirectories(out.resolve("result.json"));
    assertRefused(weft("run", slow(), "--out", out), "result.json: it is a folder");
    assertThat(names(out)).containsExactly("result.json");
  }

  /** The folder is spoilt while the result is printed, so after it was tried. */
  @Test
  void aResultThatCannotBeWrittenIsPrintedAllTheSame() throws IOException {
    Path results = folder.resolve("out");
    weft("run", file, "--out", results);
    String earlier = Files.readString(results.resolve("report.txt"));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream spoiling =
        new PrintStream(printed, false, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            super.print(text);
            try {
              Files.delete(results.resolve("result.csv"));
              Files.createDirectories(results.resolve("result.csv/mine"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    int code =
        Main.run(
            new Console(spoiling, Invocation.stream(err), false),
            "run",
            file.toString(),
            "--set",
            "expect.busbw.min=1000GBps",
            "--out",
            results.toString());
    assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("my · flow model");
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("weft: expect.busbw: "),
            second ->
                assertThat(second)
                    .isEqualTo(
                        "weft: cannot write "
                            + results.resolve("result.csv")
                            + ": it is a folder"));
    assertThat(names(results)).containsExactly("report.txt", "result.csv", "result.json");
    assertThat(results.resolve("report.txt")).content().isEqualTo(earlier);
  }

  @Test
  void noneIsReplacedIfOneCannotBeWritten() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("a"), "old");
    String tooLong = "b".repeat(300);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("a", "new");
    texts.put(tooLong, "new");
    assertThatThrownBy(() -> new OutputFolder(out).write(texts))
        .isInstanceOf(IOException.class)
        .hasMessage(out.resolve(tooLong) + ": the name is too long");
    assertThat(names(out)).containsExactly("a");
    assertThat(out.resolve("a")).content().isEqualTo("old");
  }

  /** A file system in which nobody can make files. */
  @Test
  void aFileSystemThatTakesNoFilesIsRefusedInWords() {
    assumeThat(Path.of("/proc/self")).isDirectory();
    assertThatThrownBy(() -> new OutputFolder(Path.of("/proc")).prepare(List.of("a")))
        .hasMessageStartingWith("/proc: ")
        .hasMessageNotContainingAny("Exception", ".tmp");
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
