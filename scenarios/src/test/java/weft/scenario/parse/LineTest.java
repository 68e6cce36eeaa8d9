package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One line of text, in any language, that a terminal shows as it is. */
final class LineTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Größe 3 · 大模型", "模型 🚀", "خط", "a  b"})
  void isTakenAsItIs(String text) throws BadValueException {
    assertThat(Line.checked(text)).isEqualTo(text);
  }

  @Test
  void losesTheBreakAtTheEndOfABlock() throws BadValueException {
    assertThat(Line.checked("folded text\n")).isEqualTo("folded text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "a\nb",
        "a\tb",
        "a\rb",
        "a\u202eb",
        "a\u2066b",
        "a\u2028b",
        "\ud800"
      })
  void isRefused(String text) {
    assertThatThrownBy(() -> Line.checked(text)).isInstanceOf(BadValueException.class);
  }

  @Test
  void hasAtMostTwoHundredCharacters() throws BadValueException {
    assertThat(Line.checked("🚀".repeat(200))).hasSize(400);
    assertThatThrownBy(() -> Line.checked("🚀".repeat(201)))
        .hasMessage("has 201 characters, but at most 200 are allowed.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".yaml", "a\nb.yaml", "\u202e.yaml", " .yaml", "x"})
  void aFileNameAlwaysGivesOne(String name) throws BadValueException {
    assertThat(Line.checked(Line.of(name))).isEqualTo(Line.of(name));
    assertThat(Line.checked(Line.of("\u0007".repeat(255)))).hasSize(200);
  }

  @Test
  void aFileNameLosesItsExtension() {
    assertThat(Line.of("my.first.yaml")).isEqualTo("my.first");
    assertThat(Line.of(".yaml")).isEqualTo(".yaml");
    assertThat(Line.of("")).isEqualTo("scenario");
  }
}
