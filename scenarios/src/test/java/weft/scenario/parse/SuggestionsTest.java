package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ab, 1",
    "abc, xabc, 1",
    "netwrok, network, 1",
    "kitten, sitting, 3",
    "ca, abc, 3",
  })
  void distanceCountsSwapsOfNeighboursAsOne(String a, String b, int expected) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(expected);
    assertThat(Suggestions.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void theFirstOfEquallyNearWordsWins() {
    assertThat(Suggestions.nearest("bf17", List.of("bf16", "fp16", "bf18"))).contains("bf16");
  }

  @Test
  void nothingIsNearWhenHardlyALetterIsShared() {
    assertThat(Suggestions.nearest("xy", List.of("ab", "abc"))).isEmpty();
    assertThat(Suggestions.nearest("x", List.of("y"))).isEmpty();
    assertThat(Suggestions.nearest("", List.of("a"))).isEmpty();
    assertThat(Suggestions.nearest("a", List.of())).isEmpty();
  }

  @Test
  void aVeryLongWordIsNotCompared() {
    String word = "network".repeat(100_000);
    assertThat(Suggestions.nearest(word, List.of(word))).isEmpty();
  }
}
