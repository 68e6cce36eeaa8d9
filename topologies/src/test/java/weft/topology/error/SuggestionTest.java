package weft.topology.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {

  private static final List<String> KNOWN = List.of("a100", "h100", "h200", "dgx-h100");

  @Test
  void theNearestNameWins() {
    assertThat(Suggestion.nearest("h10", KNOWN)).contains("h100");
    assertThat(Suggestion.nearest("h20", KNOWN)).contains("h200");
    assertThat(Suggestion.nearest("dgxh100", KNOWN)).contains("dgx-h100");
  }

  @Test
  void letterCaseDoesNotCount() {
    assertThat(Suggestion.nearest("DGX-H100", KNOWN)).contains("dgx-h100");
  }

  @Test
  void theFirstOfEquallyNearNamesWins() {
    assertThat(Suggestion.nearest("h300", KNOWN)).contains("h100");
  }

  @Test
  void nothingIsSuggestedWhenNothingIsNear() {
    assertThat(Suggestion.nearest("quantum", KNOWN)).isEmpty();
    assertThat(Suggestion.nearest("xy", List.of("W", "GB"))).isEmpty();
    assertThat(Suggestion.nearest("", KNOWN)).isEmpty();
    assertThat(Suggestion.sentence("quantum", KNOWN))
        .isEqualTo("Known: a100, h100, h200, dgx-h100.");
    assertThat(Suggestion.sentence("quantum", List.of())).isEqualTo("None is known.");
  }

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
    assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
    assertThat(Suggestion.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void ofWordsAsNearTheFirstWins() {
    assertThat(Suggestion.nearest("bf17", List.of("bf16", "fp16", "bf18"))).contains("bf16");
  }

  @Test
  void nothingIsNearWhenHardlyALetterIsShared() {
    assertThat(Suggestion.nearest("xy", List.of("ab", "abc"))).isEmpty();
    assertThat(Suggestion.nearest("x", List.of("y"))).isEmpty();
    assertThat(Suggestion.nearest("", List.of("a"))).isEmpty();
    assertThat(Suggestion.nearest("a", List.of())).isEmpty();
  }

  @Test
  void aVeryLongWordIsNotCompared() {
    String word = "network".repeat(100_000);
    assertThat(Suggestion.nearest(word, List.of(word))).isEmpty();
  }
}
