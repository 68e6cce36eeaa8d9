package weft.topology.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
