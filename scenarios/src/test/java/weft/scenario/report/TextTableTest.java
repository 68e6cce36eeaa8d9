package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
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

  /** 30 items of 4 characters and a comma: of the 73 columns behind the first, 12 have room. */
  @Test
  void listsInTheLastColumnGoOnBelowThemselves() {
    String list = String.join(", ", Collections.nCopies(30, "item"));
    String[] lines =
        new TextTable("rl").row("size", "list").row("1,000", list).renderWrapped().split("\n");
    assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line.length()).isLessThan(81));
    assertThat(lines[1]).startsWith("1,000  item, item, ").endsWith(", item,");
    assertThat(lines[2]).startsWith("       item, ");
    assertThat(String.join(" ", lines).split("item", -1)).hasSize(31);
    assertThat(new TextTable("rl").row("1,000", list).render()).isEqualTo("1,000  " + list + "\n");
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
