package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.scenario.cli.Invocation;

final class OversubscriptionNoteTest {

  /** A leaf has a NIC of each node: 3 NICs need 2 cables up, and 4 do with 2 as well. */
  @ParameterizedTest
  @CsvSource({"3, 1.50, true", "4, 2, false", "2, 2, false"})
  void anotherRatioThanAskedForIsNoted(int nodes, String ratio, boolean noted, @TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("ratio.yaml"),
            """
            fabric: { rail-optimized: { node: mi300x-8, nodes: %d, oversubscription: 2 } }
            workload: { collective: { operation: all_reduce, begin: 1MiB } }
            """
                .formatted(nodes));
    Invocation run = Invocation.weft("run", file);
    assertThat(run.code()).isZero();
    String words = run.out().replaceAll("\\s+", " ");
    assertThat(words).contains("oversubscription " + ratio);
    assertThat(words.contains("is 1.50 : 1, not 2 : 1 as asked for")).isEqualTo(noted);
  }
}
