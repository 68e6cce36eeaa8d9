package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.tier;
import static weft.scenario.cli.Invocation.weft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weft.scenario.cli.Invocation;

/**
 * The same scenario and seed give the same bytes: again, on other threads at once, with more
 * checking, and, since the golden files are committed, on another JDK and machine.
 *
 * <p>Write the golden files anew with {@code -Dweft.regenerate=true}, and say in the commit why
 * results have changed.
 */
@Tag("slow")
final class DeterminismTest {

  private static final Path GOLDEN = Path.of("src/test/resources/weft/scenario/golden");

  @Test
  void theSameAgain() {
    assertThat(json("training")).isEqualTo(json("training"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "checked", "audit"})
  void theSameHoweverMuchIsChecked(String checking) throws IOException {
    assertThat(json("training", "--set", "checking=" + checking))
        .isEqualTo(golden("training.json"));
  }

  @Test
  void theSameOnSeveralThreadsAtOnce()
      throws InterruptedException, ExecutionException, IOException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> runs = new ArrayList<>();
      for (int run = 0; run < 12; run++) {
        String name = run % 3 == 0 ? "collective" : "training";
        runs.add(threads.submit(() -> json(name)));
      }
      for (int run = 0; run < 12; run++) {
        String name = run % 3 == 0 ? "collective" : "training";
        assertThat(runs.get(run).get()).isEqualTo(golden(name + ".json"));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"training", "collective"})
  void theBytesThatAreCommitted(String name) throws IOException {
    compare(name + ".json", json(name));
    compare(name + ".csv", weft("run", GOLDEN.resolve(name + ".yaml"), "--format=csv").out());
    compare(name + ".topology.json", topology(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"training", "collective"})
  void theExplanationThatIsCommitted(String name) throws IOException {
    Path file = GOLDEN.resolve(name + ".yaml");
    compare(name + ".explain.txt", weft("explain", file, "--what-if").out());
    compare(name + ".explain.json", weft("explain", file, "--what-if", "--format=json").out());
  }

  /** All but the last line, which holds the wall time. */
  @ParameterizedTest
  @ValueSource(strings = {"training", "collective"})
  void theReportThatIsCommitted(String name) throws IOException {
    Invocation run = weft("run", GOLDEN.resolve(name + ".yaml"));
    String report = run.out().substring(0, run.out().indexOf("\nEngine ") + 1);
    assertThat(run.out().substring(report.length()).lines()).hasSize(1);
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isLessThan(81));
    compare(name + ".txt", report);
  }

  /** Other paths, so another busiest link; but the same messages over as many links. */
  @Test
  void anotherSeedChangesPathsAndNoTotals() {
    List<JsonNode> results = new ArrayList<>();
    for (int seed = 1; seed <= 4; seed++) {
      results.add(
          Invocation.result(GOLDEN.resolve("collective.yaml"), "--seed", Integer.toString(seed)));
    }
    assertThat(results.stream().map(result -> tier(result, "leaf-spine").get("max")).distinct())
        .hasSizeGreaterThan(1);
    for (String tier : List.of("nvlink", "pcie", "node-leaf", "leaf-spine")) {
      assertThat(results.stream().map(result -> tier(result, tier).get("bytes")).distinct())
          .as(tier)
          .hasSize(1);
    }
    assertThat(results.stream().map(result -> result.get("flows").get("count")).distinct())
        .hasSize(1);
  }

  @Test
  void timingIsAllThatDiffers() {
    String timed = weft("run", GOLDEN.resolve("training.yaml"), "--format=json", "--timing").out();
    assertThat(timed.replaceAll("(\"(wallSeconds|eventsPerSecond)\" : )[0-9.]+", "$1null"))
        .isEqualTo(json("training"));
  }

  private static String json(String name, String... options) {
    List<Object> arguments =
        new ArrayList<>(List.of("run", GOLDEN.resolve(name + ".yaml"), "--format=json"));
    arguments.addAll(List.of(options));
    Invocation run = weft(arguments.toArray());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out();
  }

  private static String topology(String name) {
    return weft("topology", GOLDEN.resolve(name + ".yaml"), "--format=json").out();
  }

  private static String golden(String file) throws IOException {
    return Files.readString(GOLDEN.resolve(file));
  }

  private static void compare(String file, String actual) throws IOException {
    if (Boolean.getBoolean("weft.regenerate")) {
      Files.writeString(GOLDEN.resolve(file), actual);
    }
    assertThat(actual)
        .as("%s, from %s", file, REPOSITORY.relativize(GOLDEN.toAbsolutePath()))
        .isEqualTo(golden(file));
  }
}
