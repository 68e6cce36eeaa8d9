package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.sim.run.ProgressListener;

/**
 * The tables of docs/validation.md that comparisons make are those that they make today.
 *
 * <p>Write them anew with {@code -Dweft.regenerate=true}, and say in the commit why they have
 * changed.
 */
@Tag("slow")
final class ValidationDocumentTest {

  private static final Path DOCUMENT = Invocation.REPOSITORY.resolve("docs/validation.md");

  @ParameterizedTest
  @ValueSource(strings = {"htsim", "training", "training-experts"})
  @Tag("slow")
  void theTablesAreThoseOfToday(String name) throws IOException {
    assertTable("scenarios/validation/" + name + ".yaml");
  }

  /** Quick, as the predicted times are scored. */
  @Test
  void theTableOfCollectives() throws IOException {
    assertTable("scenarios/validation/nccl.yaml");
  }

  private static void assertTable(String path) throws IOException {
    Path file = Invocation.REPOSITORY.resolve(path);
    String table =
        Comparison.read(file, List.of(), new Workbench())
            .run(ProgressListener.NONE)
            .report()
            .markdown();
    String document = Files.readString(DOCUMENT);
    String begin = "<!-- " + path + ": begin -->\n";
    int from = document.indexOf(begin) + begin.length();
    int to = document.indexOf("<!-- " + path + ": end -->");
    assertThat(from).isLessThanOrEqualTo(to);
    if (Boolean.getBoolean("weft.regenerate")) {
      document = document.substring(0, from) + table + document.substring(to);
      Files.writeString(DOCUMENT, document);
      to = from + table.length();
    }
    assertThat(document.substring(from, to)).isEqualTo(table);
  }
}
