package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.KnownNames;
import weft.scenario.assemble.ModelCatalog;
import weft.scenario.cli.Invocation;
import weft.scenario.validate.ScenarioLoader;
import weft.topology.hardware.HardwareCatalog;

/** What documents point to is there, and the scenarios in them are in order. */
final class DocumentsTest {

  private static final Path ROOT = Invocation.REPOSITORY;
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern SCENARIO = Pattern.compile("(?<![\\w/])scenarios/[\\w./-]*");
  private static final Pattern COMMAND =
      Pattern.compile("\\./weft (?:run|explain|check|topology) ([^\\s`]+)");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md"))
          .map(ROOT::relativize)
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(documents())
        .contains(
            Path.of("README.md"),
            Path.of("ARCHITECTURE.md"),
            Path.of("CONTRIBUTING.md"),
            Path.of("docs/scenarios.md"),
            Path.of("docs/decisions/0002-ring-collectives-as-streams.md"));
    assertThat(matches(Path.of("README.md"), LINK, 1)).hasSizeGreaterThan(5);
    assertThat(matches(Path.of("README.md"), SCENARIO, 0)).hasSizeGreaterThan(3);
    assertThat(matches(Path.of("README.md"), COMMAND, 1)).hasSizeGreaterThan(2);
    assertThat(matches(Path.of("README.md"), YAML, 1)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Path document) throws IOException {
    List<String> links = matches(document, LINK, 1);
    links.removeIf(link -> link.contains("://") || link.startsWith("#"));
    assertThat(links)
        .allSatisfy(
            link ->
                assertThat(ROOT.resolve(document).resolveSibling(link.replaceFirst("#.*", "")))
                    .exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void scenariosThatAreNamedExist(Path document) throws IOException {
    List<String> paths = matches(document, SCENARIO, 0);
    paths.addAll(matches(document, COMMAND, 1));
    paths.removeIf(path -> path.equals("FILE"));
    // A full stop behind a path is the sentence's.
    assertThat(paths)
        .allSatisfy(path -> assertThat(ROOT.resolve(path.replaceFirst("\\.+$", ""))).exists());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void scenariosThatAreShownAssemble(Path document) throws IOException {
    HardwareCatalog hardware = HardwareCatalog.standard();
    ModelCatalog models = ModelCatalog.standard();
    ScenarioLoader loader = new ScenarioLoader(new KnownNames(hardware, models));
    Assembler assembler = new Assembler(hardware, models);
    for (String yaml : matches(document, YAML, 1)) {
      ScenarioLoader.Loaded loaded = loader.load(document.toString(), "example", yaml, List.of());
      assertThat(loaded.warnings().list()).isEmpty();
      assertThat(assembler.assemble(loaded.spec()).simulation()).isNotNull();
    }
  }

  private static List<String> matches(Path document, Pattern pattern, int group)
      throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(Files.readString(ROOT.resolve(document)));
    while (matcher.find()) {
      found.add(matcher.group(group));
    }
    return found;
  }
}
