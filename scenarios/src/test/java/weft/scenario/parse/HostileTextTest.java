package weft.scenario.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.spec.Catalogue;
import weft.topology.hardware.HardwareCatalog;

/** Texts that nobody means: they are refused in time, and by nothing but problems. */
@Tag("slow")
final class HostileTextTest {

  private static final Catalogue CATALOGUE =
      new KnownNames(HardwareCatalog.standard(), ModelCatalog.standard());

  /** What ends at all, ends long before, however busy the machine is. */
  private static final Duration NEVER = Duration.ofMinutes(2);

  private static final String VALID =
      """
      # A comment, and some unusual text: "é €".
      name: "gpt3 on h100"
      description: >
        folded
        text
      seed: 7
      fabric:
        superpod: { node: dgx-h100, scalable-units: 4, nodes: 128 }
      network:
        model: flow
        routing: { policy: ecmp }
        step-overhead: { scale-up: 1.528us, scale-out: 11.2us, launch: 8.4us }
      workload:
        training:
          model: { hidden: 12288, layers: 96, heads: 96, vocabulary: 51200 }
          parallelism:
            tensor: &eight 8
            pipeline: *eight
            data: 16
          global-batch: 1536
          sequence: 2048
          precision: 'bf16'
      expect: { mfu: { min: 0.3, max: 0.6 }, step-time: { max: 20s } }
      """;

  @Test
  void theTextToBeMutatedIsValid() {
    assertThat(problems(VALID)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @Tag("slow")
  void mutations(long seed) {
    Random random = new Random(seed);
    int broken = 0;
    for (int i = 0; i < 1_000; i++) {
      String text = VALID;
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        text = mutated(text, random);
      }
      List<Problem> problems = problems(text);
      broken += problems.isEmpty() ? 0 : 1;
      for (Problem problem : problems) {
        assertThat(isPlausible(problem, text))
            .as("seed %d, mutation %d: %s in%n%s", seed, i, problem, text)
            .isTrue();
      }
    }
    // The mutations do bite.
    assertThat(broken).isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "{", "{a: ", "- ", "? ", "a:\n", "[[{b: ", "!a [", "&a [", "*a", "\"", "{? "})
  void deepNesting(String opening) {
    assertRefused(opening.repeat(100_000));
  }

  @Test
  void deepIndentation() {
    assertRefused(
        IntStream.range(0, 1_000)
            .mapToObj(depth -> " ".repeat(depth) + "a:\n")
            .collect(Collectors.joining()));
  }

  @Test
  void sixtyFourLevelsAreRead() {
    ProblemLog log = new ProblemLog();
    Node node = TreeReader.readFile("deep", "[".repeat(64) + "]".repeat(64), log);
    assertThat(node).isInstanceOf(Node.Sequence.class);
    assertThat(log.problems().isEmpty()).isTrue();
  }

  @Test
  void aliasBomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
    for (int i = 1; i < 50; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + before + ", " + before + ", " + before + "]\n");
    }
    assertRefused(bomb.toString());
  }

  @Test
  void tooManyValues() {
    List<Problem> problems = assertRefused("name: [" + "1, ".repeat(100_001) + "]");
    assertThat(problems.toString()).contains("more than 100,000 values");
  }

  @Test
  void manyUnknownKeys() {
    String text =
        IntStream.range(0, 40_000)
            .mapToObj(i -> "netwrok" + i + ": 1\n")
            .collect(Collectors.joining());
    List<Problem> problems = assertRefused(text);
    assertThat(problems).hasSize(40_002);
    assertThat(problems.get(40_001).message())
        .as("nobody sees it, so nothing is searched for")
        .isEqualTo("unknown key \"netwrok39999\".");
    List<String> lines = Problems.of(problems).render().lines().toList();
    assertThat(lines).hasSize(102);
    assertThat(lines.get(0)).contains("\"netwrok0\". Maybe network.");
    assertThat(lines.get(101)).isEqualTo("40,002 problems, nothing was run.");
    assertThat(lines.get(100)).isEqualTo("… and 39,902 more");
  }

  @Test
  void hugeScalars() {
    String huge = "9".repeat(1 << 20);
    for (String text : List.of("seed: " + huge, "fabric: " + huge, huge + ": 1")) {
      for (Problem problem : assertRefused(text)) {
        assertThat(problem.message()).hasSizeLessThan(400);
      }
    }
  }

  private static List<Problem> assertRefused(String text) {
    List<Problem> problems = assertTimeoutPreemptively(NEVER, () -> problems(text));
    assertThat(problems).isNotEmpty();
    return problems;
  }

  private static List<Problem> problems(String text) {
    try {
      String decoded = ScenarioText.decode("my.yaml", text.getBytes(StandardCharsets.UTF_8));
      return new ScenarioReader(CATALOGUE, AlgorithmReader.NONE)
          .read("my.yaml", "my", decoded, List.of())
          .problems()
          .list();
    } catch (ScenarioException e) {
      return e.problems().list();
    }
  }

  /** A position within the text; the end of a line and the line behind the last are within it. */
  private static boolean isPlausible(Problem problem, String text) {
    Position position = problem.position();
    if (position.line() == 0) {
      return position.column() == 0 && problem.message().matches("is (empty|binary).*");
    }
    List<String> lines = new ArrayList<>(List.of(text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1)));
    lines.add("");
    return position.line() <= lines.size()
        && position.column() >= 1
        && position.column() <= lines.get(position.line() - 1).length() + 1
        && !problem.message().contains("\n");
  }

  private static String mutated(String text, Random random) {
    if (text.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(text.length());
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int line = random.nextInt(lines.size());
    String before = text.substring(0, at);
    String after = text.substring(at + 1);
    switch (random.nextInt(8)) {
      case 0 -> {
        return before;
      }
      case 1 -> {
        return before + after;
      }
      case 2 -> {
        return before + (char) (text.charAt(at) ^ (1 << random.nextInt(7))) + after;
      }
      case 3 -> {
        String special = "{}[]:,&*!|>'\"%@`#?-\t\r\n \u043E\u00A0";
        return before + special.charAt(random.nextInt(special.length())) + text.charAt(at) + after;
      }
      case 4 -> lines.remove(line);
      case 5 -> lines.add(line, lines.get(random.nextInt(lines.size())));
      case 6 -> lines.set(line, " ".repeat(random.nextInt(4)) + lines.get(line));
      default -> Collections.swap(lines, line, random.nextInt(lines.size()));
    }
    return String.join("\n", lines);
  }
}
