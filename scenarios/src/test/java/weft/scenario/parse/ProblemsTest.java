package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of many problems the first hundred are shown; all are counted. */
final class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, '1 problem, nothing was run.'",
    "100, 100, '100 problems, nothing was run.'",
    "101, 101, '101 problems, nothing was run.'",
    "1234, 101, '1,234 problems, nothing was run.'"
  })
  void showsAHundredAndCountsAll(int count, int lines, String last) {
    String text = problems(count, Severity.ERROR).render();
    assertThat(text.lines()).hasSize(lines + 1).first().isEqualTo("my.yaml:1:1: wrong");
    assertThat(text).endsWith("\n" + last + "\n");
  }

  @Test
  void theRestIsCounted() {
    assertThat(problems(101, Severity.ERROR).render())
        .contains("my.yaml:100:1: wrong\n… and 1 more\n101 problems")
        .doesNotContain("my.yaml:101:1");
    assertThat(problems(100, Severity.ERROR).render()).contains("my.yaml:100:1: wrong\n100");
  }

  @Test
  void warningsKeepNothingFromRunning() {
    assertThat(problems(1, Severity.WARNING).render()).isEqualTo("my.yaml:1:1: warning: wrong\n");
  }

  private static Problems problems(int count, Severity severity) {
    return Problems.of(
        IntStream.range(0, count)
            .map(i -> count - i)
            .mapToObj(line -> new Problem(severity, new Position("my.yaml", line, 1), "", "wrong"))
            .toList());
  }
}
