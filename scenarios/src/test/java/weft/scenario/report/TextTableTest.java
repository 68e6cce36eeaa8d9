package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class TextTableTest {

  @Test
  void alignsColumnsWithoutTrailingBlanks() {
    assertThat(
            new TextTable("lrl")
                .row("name", "count", "note")
                .row("a", "1,024", "")
                .row("", "7", "x")
                .render())
        .isEqualTo("name  count  note\na     1,024\n          7  x\n");
  }

  /** A dash or a µ is one column, and so is a character outside the basic plane. */
  @Test
  void countsCodePointsNotChars() {
    assertThat(new TextTable("lr").row("𝛼–µ", "1").row("abcd", "22").render())
        .isEqualTo("𝛼–µ    1\nabcd  22\n");
  }

  @Test
  void anEmptyTableIsEmpty() {
    assertThat(new TextTable("lr").render()).isEmpty();
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TextTable("lr").row("a"))
        .withMessage("1 cells in 2 columns");
  }
}
