package weft.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.scenario.parse.ScenarioException;

/** Whatever is in a file, it is a schedule or it is refused: nothing else comes out. */
@Tag("slow")
final class HostileScheduleTest {

  private static final String JSON =
      """
      { "schema": "weft-schedule/1", "operation": "all_reduce", "ranks": 2, "chunks": 1,
        "in-place": 1,
        "gpus": [
          { "rank": 0, "lanes": [ { "send": 1, "receive": 1, "steps": [
            { "do": "send", "source": "input", "source-chunk": 0 },
            { "do": "receive", "target": "input", "target-chunk": 0 } ] } ] },
          { "rank": 1, "lanes": [ { "send": 0, "receive": 0, "steps": [
            { "do": "receive-reduce-copy-send", "source": "input", "source-chunk": 0,
              "target": "input", "target-chunk": 0, "after-lane": -1 } ] } ] } ] }
      """;

  private static final List<String> SCRAPS =
      List.of(
          "-1",
          "0",
          "1",
          "7",
          "999999999",
          "99999999999999999999",
          "\"",
          "<",
          "{",
          "]",
          "&",
          "",
          "\u0000",
          "rrc",
          "nop",
          "input",
          "o",
          "s",
          "null",
          "1e3");

  /** Parts cut out, doubled, and replaced by scraps. */
  @ParameterizedTest
  @EnumSource
  void mutilatedFilesAreRefusedInWords(Syntax syntax) {
    String sound = syntax == Syntax.XML ? RingXml.of(3) : JSON;
    int accepted = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      String text = mutilated(sound, new Random(seed));
      try {
        ScheduleFile.parse("file", text, syntax);
        accepted++;
      } catch (ScenarioException e) {
        assertThat(e.getMessage()).as("seed %d", seed).contains("file").contains("nothing was run");
      } catch (RuntimeException e) {
        fail("seed " + seed + ": " + text, e);
      }
    }
    assertThat(accepted).isBetween(1, 1_000);
  }

  private static String mutilated(String sound, Random random) {
    StringBuilder text = new StringBuilder(sound);
    int cuts = 1 + random.nextInt(2);
    for (int cut = 0; cut < cuts; cut++) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(4));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to));
        case 2 -> number(text, random);
        default -> text.replace(from, to, SCRAPS.get(random.nextInt(SCRAPS.size())));
      }
    }
    return text.toString();
  }

  /** Another value for a number of the file. */
  private static void number(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    while (at < text.length() && !Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at < text.length()) {
      text.replace(at, at + 1, SCRAPS.get(random.nextInt(SCRAPS.size())));
    }
  }

  /** A chunk count that would need a gigabyte is told, not tried. */
  @Test
  void sizesAreBounded() {
    String large = RingXml.of(3).replace("s_chunks=\"0\"", "s_chunks=\"999999999\"");
    assertThatThrownBy(() -> ScheduleFile.parse("file", large, Syntax.XML))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining(
            "file:2:3: s_chunks: is \"999999999\", but a whole number from 0 to 1048576");
  }

  /** A document that would grow by its entities, as deep as it is, does not. */
  @Test
  void entitiesAreNotExpanded() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE algo [<!ENTITY a \"aaaaaaaaaa\">");
    for (char name = 'b'; name < 'k'; name++) {
      bomb.append("<!ENTITY ").append(name).append(" \"");
      bomb.append(("&" + (char) (name - 1) + ";").repeat(10)).append("\">");
    }
    bomb.append("]><algo name=\"&j;\"/>");
    assertThatThrownBy(() -> ScheduleFile.parse("file", bomb.toString(), Syntax.XML))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("has a DOCTYPE");
  }
}
