package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParagraphTest {

  @Test
  void itemsStandOnOneLineWhileTheyFit() {
    assertThat(Paragraph.items("Step", 6, List.of("7 s", "400 tokens/s")))
        .isEqualTo("Step  7 s · 400 tokens/s\n");
  }

  @Test
  void aLineBreaksOnlyBetweenItems() {
    String forty = "x".repeat(40);
    assertThat(Paragraph.items("Job", 5, List.of(forty, forty, "end")))
        .isEqualTo("Job  " + forty + "\n     " + forty + " · end\n");
  }

  @Test
  void eightyColumnsFitAndEightyOneDoNot() {
    String first = "µ".repeat(40);
    assertThat(Paragraph.items("", 0, List.of(first, "–".repeat(37)))).hasLineCount(1);
    assertThat(Paragraph.items("", 0, List.of(first, "–".repeat(38)))).hasLineCount(2);
  }

  @Test
  void anItemThatIsTooLongStandsAlone() {
    String hundred = "x".repeat(100);
    assertThat(Paragraph.items("A", 2, List.of("a", hundred, "b")))
        .isEqualTo("A a\n  " + hundred + "\n  b\n");
  }

  @Test
  void wordsWrapUnderTheirIndent() {
    String twenty = "y".repeat(20);
    assertThat(Paragraph.words("  1", 5, String.join(" ", twenty, twenty, twenty, twenty)))
        .isEqualTo("  1  " + String.join(" ", twenty, twenty, twenty) + "\n     " + twenty + "\n");
  }

  @Test
  void aWordAtTheEdgeFits() {
    assertThat(Paragraph.words("", 0, "x".repeat(75) + " abcd")).hasLineCount(1);
    assertThat(Paragraph.words("", 0, "x".repeat(75) + " abcde")).hasLineCount(2);
  }
}
