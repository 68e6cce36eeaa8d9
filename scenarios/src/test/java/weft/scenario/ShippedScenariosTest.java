package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.cli.Invocation;

/** Every scenario of the repository is in order, and its first lines say how to run it. */
@Tag("slow")
final class ShippedScenariosTest {

  private static final Path SCENARIOS = Invocation.REPOSITORY.resolve("scenarios");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(SCENARIOS)) {
      return files
          .map(SCENARIOS::relativize)
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith("target") && !file.startsWith("src"))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(files()).contains(Path.of("quickstart.yaml"), Path.of("superpod/allreduce.yaml"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isValidWithoutAWarning(Path file) {
    Invocation check = Invocation.weft("check", SCENARIOS.resolve(file));
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
    assertThat(check.out()).containsPattern(" is a valid (scenario|comparison)\\.\n$");
  }

  @ParameterizedTest
  @MethodSource("files")
  void beginsWithACommentThatHoldsItsCommand(Path file) throws IOException {
    List<String> comment =
        Files.readAllLines(SCENARIOS.resolve(file)).stream()
            .takeWhile(line -> line.startsWith("#"))
            .toList();
    assertThat(comment).hasSizeGreaterThan(1);
    assertThat(String.join("\n", comment)).contains("./weft run scenarios/" + file);
  }
}
