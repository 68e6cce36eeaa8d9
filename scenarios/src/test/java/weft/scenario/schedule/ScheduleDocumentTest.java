package weft.scenario.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import weft.sim.collective.Operation;
import weft.sim.collective.Schedule;
import weft.sim.collective.algorithm.Algorithm;
import weft.sim.collective.algorithm.Schedules;

/** What docs/schedules.md says is so. */
final class ScheduleDocumentTest {

  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  private String document = "";

  @BeforeEach
  void read() throws IOException {
    document = Files.readString(Path.of("../docs/schedules.md"));
  }

  @Test
  void theExampleIsRight() {
    Matcher example = EXAMPLE.matcher(document);
    assertThat(example.find()).isTrue();
    Schedule schedule = ScheduleFile.parse("example", example.group(1), Syntax.JSON);
    assertThat(schedule.operation()).isEqualTo(Operation.ALL_GATHER);
  }

  @Test
  void everyAlgorithmIsThereWithItsOperations() {
    for (Algorithm algorithm : Algorithm.values()) {
      String row =
          document
              .lines()
              .filter(line -> line.startsWith("| `" + algorithm.text() + "` |"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no row for " + algorithm.text()));
      for (Operation operation : Operation.values()) {
        boolean isNamed = Pattern.compile("\\b" + operation.text() + "\\b").matcher(row).find();
        assertThat(isNamed)
            .as("%s in %s", operation.text(), row)
            .isEqualTo(Schedules.operations(algorithm).contains(operation));
      }
    }
  }

  @Test
  void everyKeyIsThere() {
    List<String> keys =
        Stream.concat(
                Arrays.stream(Field.values()).map(field -> field.name(Syntax.JSON)),
                Instruction.names(Syntax.JSON).stream())
            .filter(
                key -> !key.isEmpty() && !List.of("schema", "name", "rank", "step").contains(key))
            .toList();
    assertThat(keys).allSatisfy(key -> assertThat(document).contains("`" + key + "`"));
  }
}
