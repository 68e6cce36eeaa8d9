package weft.scenario.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;
import weft.scenario.spec.Catalogue;
import weft.topology.hardware.HardwareCatalog;

/**
 * Every message, to the letter: the cases are in {@code messages.txt}, which explains its form.
 * With {@code -Dweft.regenerate=true} it is written anew, for a look at the difference.
 */
final class MessagesTest {

  private static final Catalogue CATALOGUE =
      new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard());

  private static final Path CASES = Path.of("src/test/resources/weft/scenario/messages.txt");

  @ParameterizedTest
  @MethodSource("cases")
  void saysExactly(Case example) {
    assertThat(messages(example)).isEqualTo(example.expected());
  }

  @Test
  void thereAreManyCases() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(100);
  }

  private static String messages(Case example) {
    try {
      List<Setting> settings = new ArrayList<>();
      example.settings().forEach(argument -> settings.add(Setting.parse(argument)));
      return new ScenarioLoader(CATALOGUE)
          .load("my.yaml", "my", example.input(), settings)
          .warnings()
          .render();
    } catch (ScenarioException e) {
      return e.problems().render();
    }
  }

  static List<Named<Case>> cases() throws IOException {
    String text = Files.readString(CASES);
    if (Boolean.getBoolean("weft.regenerate")) {
      text = renewed(text);
      Files.writeString(CASES, text);
    }
    List<Named<Case>> cases = new ArrayList<>();
    String[] blocks = text.split("(?m)^=== ");
    // The first block is the explanation.
    for (String block : Arrays.asList(blocks).subList(1, blocks.length)) {
      cases.add(parse(block));
    }
    return cases;
  }

  private static String renewed(String text) {
    StringBuilder renewed = new StringBuilder();
    for (String block : text.split("(?m)^(?==== )", -1)) {
      int arrow = block.indexOf("\n->\n");
      if (arrow < 0) {
        renewed.append(block);
        continue;
      }
      String messages = messages(parse(block.substring("=== ".length())).getPayload());
      renewed.append(block, 0, arrow).append("\n->\n").append(messages).append('\n');
    }
    return renewed.toString().stripTrailing() + "\n";
  }

  private static Named<Case> parse(String block) {
    String title = block.lines().findFirst().orElseThrow();
    List<String> settings = new ArrayList<>();
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    StringBuilder current = input;
    for (String line : (Iterable<String>) block.lines().skip(1)::iterator) {
      if (line.equals("->")) {
        current = expected;
      } else if (current == input && line.startsWith("--set ")) {
        settings.add(line.substring("--set ".length()));
      } else if (current == input) {
        current.append(expand(line)).append('\n');
      } else if (!line.isEmpty()) {
        current.append(line).append('\n');
      }
    }
    return Named.of(title, new Case(input.toString(), settings, expected.toString()));
  }

  private static String expand(String line) {
    return line.replace("$FABRIC", "fabric: { superpod: { node: dgx-h100, scalable-units: 4 } }")
        .replace(
            "$SWITCH",
            "fabric: { single-switch: { gpus: 16, gpu: h100, rate: 400Gbps, latency: 1us } }")
        .replace(
            "$TRAINING",
            "workload: { training: { model: gpt3-175b, parallelism: { tensor: 8, pipeline: 8,"
                + " data: 16 }, global-batch: 1536, sequence: 2048 } }")
        .replace("$COLLECTIVE", "workload: { collective: { operation: all_reduce, begin: 1MiB } }");
  }

  /** A scenario, options of the command line, and what is to be said. */
  record Case(String input, List<String> settings, String expected) {}
}
