package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Problem;
import weft.scenario.parse.ScenarioException;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.topology.hardware.HardwareCatalog;

/** A scenario is refused with the places of its problems, or it can be built and run. */
@Tag("slow")
final class ValidAssemblesTest {

  private static final int CASES = 100;
  private static final int MOST_RANKS = 64;

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final ModelCatalog MODELS = ModelCatalog.standard();

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml") && !file.startsWith("./target"))
          .filter(file -> !ComparisonReader.isComparison(file))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreFiles() throws IOException {
    assertThat(files()).hasSizeGreaterThan(20).contains(Path.of("./quickstart.yaml"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatIsShippedAssembles(Path file) throws IOException {
    assertThat(assembled(file.toString(), Files.readString(file))).isNotNull();
  }

  /** Every third one of those that are small enough also runs, audited, to the end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Tag("slow")
  void whatIsDrawnAtRandomAssemblesOrIsRefused(long seed) {
    Random random = new Random(seed);
    int assembled = 0;
    int run = 0;
    for (int i = 0; i < CASES; i++) {
      String text = RandomScenario.text(random);
      try {
        Assembly assembly = assembled("my.yaml", text);
        if (assembly == null) {
          continue;
        }
        assembled++;
        if (assembled % 3 == 0 && assembly.simulation().program().ranks() <= MOST_RANKS) {
          SimulationResult result = Simulation.run(assembly.simulation());
          assertThat(result.complete()).isTrue();
          assertThat(result.endPs()).isPositive();
          run++;
        }
      } catch (RuntimeException | AssertionError e) {
        fail(String.format(Locale.ROOT, "seed %d, case %d: %s in%n%s", seed, i, e, text), e);
      }
    }
    assertThat(assembled).as("assembled of %d", CASES).isBetween(CASES / 4, CASES * 3 / 4);
    assertThat(run).as("run").isGreaterThan(CASES / 20);
  }

  /** Null if it is refused. */
  private static @Nullable Assembly assembled(String source, String text) {
    ScenarioLoader.Loaded loaded;
    try {
      loaded =
          new ScenarioLoader(new KnownNames(HARDWARE, MODELS)).load(source, "my", text, List.of());
    } catch (ScenarioException e) {
      assertThat(e.problems().errors().list()).isNotEmpty();
      long lines = text.lines().count();
      for (Problem problem : e.problems().list()) {
        assertThat(problem.position().line()).as("%s", problem).isBetween(1, (int) lines);
        assertThat(problem.position().column()).as("%s", problem).isPositive();
        assertThat(problem.message()).matches("[a-z.-]+: .+");
      }
      return null;
    }
    return new Assembler(HARDWARE, MODELS).assemble(loaded.spec());
  }
}
