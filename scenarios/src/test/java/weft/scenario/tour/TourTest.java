package weft.scenario.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.scenario.cli.Invocation;

/** No station of the tour is without an expected result. */
final class TourTest {

  private static final Path FOLDER = Invocation.REPOSITORY.resolve("scenarios/tour");

  static Path file(String name) {
    return FOLDER.resolve(name + ".yaml");
  }

  private static List<Path> stations() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void everyStationIsChecked() throws IOException {
    Set<String> checked = new TreeSet<>(CollectiveTourTest.rows().keySet());
    checked.addAll(TrainingTourTest.STATIONS);
    checked.addAll(FlowTourTest.STATIONS);
    assertThat(stations().stream().map(file -> file.getFileName().toString().replace(".yaml", "")))
        .containsExactlyInAnyOrderElementsOf(checked);
  }

  @Test
  void everyStationIsAuditedAndExplained() throws IOException {
    assertThat(stations())
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(file)
                    .content()
                    .contains("\nchecking: audit\n")
                    .contains("#   ./weft run scenarios/tour/" + file.getFileName() + "\n"));
  }
}
