package weft.scenario.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.weft;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.topology.hardware.Figure;
import weft.topology.hardware.HardwareCatalog;

/** {@code weft catalog}: an overview, the entries of a kind, an entry explained. */
@Tag("slow")
final class CatalogCommandTest {

  private static final HardwareCatalog HARDWARE = HardwareCatalog.standard();
  private static final String OWN_NODE =
      Invocation.REPOSITORY.resolve("scenarios/custom/own-node.yaml").toString();

  @TempDir private Path folder;

  static List<String> kinds() {
    return Stream.concat(HARDWARE.kinds().stream(), Stream.of("model", "transport")).toList();
  }

  @Test
  void theOverviewCountsAndNames() {
    String text = done("catalog");
    assertThat(text).startsWith("kind  ").doesNotContain("given");
    for (String kind : HARDWARE.kinds()) {
      List<Figure> figures = HARDWARE.figures(kind);
      long unverified = figures.stream().filter(one -> !one.confidence().verified()).count();
      assertThat(text.lines())
          .anyMatch(
              line ->
                  line.matches(
                      "%s +%d +%d +%d"
                          .formatted(
                              kind, HARDWARE.names(kind).size(), figures.size(), unverified)));
      assertThat(text).contains(HARDWARE.names(kind));
    }
    assertThat(text).contains("gpt3-175b");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindShowsEveryFigureOfEveryEntry(String kind) {
    String text = done("catalog", kind);
    if (kind.equals("model")) {
      assertThat(text).contains("gpt3-175b", "12288");
      return;
    }
    if (kind.equals("transport")) {
      assertThat(text.lines())
          .anyMatch(line -> line.matches("dcqcn +RoCEv2 .*DCQCN.*"))
          .anyMatch(line -> line.matches("hpcc +go-back-N +PFC, telemetry, one path a flow"))
          .anyMatch(line -> line.matches("nscc +selective +ECN, trimming"))
          .anyMatch(line -> line.matches("ideal +selective\\? +nothing\\?"));
      return;
    }
    assertThat(text).contains(HARDWARE.names(kind));
    String words = text.replaceAll("\\s+", " ");
    for (Figure figure : HARDWARE.figures(kind)) {
      assertThat(words).contains(figure.value());
    }
    boolean unverified =
        HARDWARE.figures(kind).stream().anyMatch(one -> !one.confidence().verified());
    assertThat(text.contains("? nobody has verified it")).isEqualTo(unverified);
  }

  /** A marked value stands where it is known to be unverified, an unmarked one where it is not. */
  @Test
  void unverifiedFiguresAreMarkedInTheTable() {
    assertThat(done("catalog", "link").lines())
        .anyMatch(line -> line.matches("pcie5 +63 GB/s\\? +0\\.88 +950 .*"))
        .anyMatch(line -> line.matches("nvlink4 +450 GB/s +0\\.824 +300 .*"));
  }

  @Test
  void anEntryIsExplainedFigureByFigure() {
    for (String kind : HARDWARE.kinds()) {
      for (String name : HARDWARE.names(kind)) {
        String words = done("catalog", kind, name).replaceAll("\\s+", "");
        for (Figure figure : HARDWARE.figures(kind, name)) {
          String meaning =
              HARDWARE.properties(kind).stream()
                  .filter(one -> one.name().equals(figure.property()))
                  .findFirst()
                  .orElseThrow()
                  .meaning();
          String mark = figure.confidence().verified() ? "" : "?";
          String unit = figure.unit().matches("text|name|count|ratio") ? "" : figure.unit();
          assertThat(words)
              .contains(
                  (figure.property()
                          + figure.value()
                          + unit
                          + mark
                          + meaning
                          + figure.confidence().word()
                          + ":"
                          + figure.source())
                      .replaceAll("\\s+", ""));
        }
      }
    }
  }

  @Test
  void anEntryEndsWithWhatItsConfidencesMean() {
    assertThat(done("catalog", "link", "pcie5"))
        .contains("unsourced  general knowledge or an assumption: nobody has verified it ?")
        .contains("derived    computed from figures that were read");
  }

  @Test
  void nothingIsWiderThan80Columns() {
    List<String> texts = new ArrayList<>(List.of(done("catalog")));
    for (String kind : kinds()) {
      texts.add(done("catalog", kind));
    }
    for (String kind : HARDWARE.kinds()) {
      HARDWARE.names(kind).forEach(name -> texts.add(done("catalog", kind, name)));
    }
    assertThat(texts)
        .allSatisfy(
            text ->
                assertThat(text.lines())
                    .allSatisfy(
                        line ->
                            assertThat(
                                    line.codePoints()
                                        .map(c -> Character.isIdeographic(c) ? 2 : 1)
                                        .sum())
                                .as(line)
                                .isLessThanOrEqualTo(80)));
  }

  @Test
  void csvHoldsEveryFigure() throws IOException {
    List<Figure> read = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(done("catalog", "--format", "csv"))) {
      for (NamedCsvRecord row : rows) {
        if (HARDWARE.kinds().contains(row.getField("kind"))) {
          read.add(figure(row));
        }
      }
    }
    assertThat(read).isEqualTo(HARDWARE.figures());
  }

  private static Figure figure(NamedCsvRecord row) {
    return HARDWARE.figures(row.getField("kind"), row.getField("name")).stream()
        .filter(one -> one.property().equals(row.getField("property")))
        .filter(one -> one.value().equals(row.getField("value")))
        .filter(one -> one.unit().equals(row.getField("unit")))
        .filter(one -> one.source().equals(row.getField("source")))
        .filter(one -> one.confidence().word().equals(row.getField("confidence")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void jsonHoldsEveryFigureOfWhatIsAskedFor() {
    var entries = weft("catalog", "--format", "json").json().get("entries");
    assertThat(entries.findValues("property")).hasSizeGreaterThan(HARDWARE.figures().size());
    var one = weft("catalog", "gpu", "h100", "--format=json").json().get("entries");
    assertThat(one.size()).isEqualTo(1);
    assertThat(one.get(0).get("figures").size()).isEqualTo(HARDWARE.figures("gpu", "h100").size());
    assertThat(one.get(0).get("figures").get(1).get("value").doubleValue()).isEqualTo(989);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpus         | weft: unknown kind \"gpus\". Maybe gpu.",
        "h100         | weft: unknown kind \"h100\". Maybe gpu h100.",
        "gpu h10      | weft: no gpu is called \"h10\". Maybe h100.",
        "gpu dgx-h100 | weft: no gpu is called \"dgx-h100\". Maybe node dgx-h100.",
        "model gpt3   | weft: no model is called \"gpt3\". Known: gpt3-175b, opt-175b,"
            + " megatron-22b, turing-530b, megatron-1t, llama-65b, llama2-7b, llama2-13b,"
            + " llama2-34b, llama2-70b, llama3-8b, llama3-70b, llama3-405b, nemotron4-15b,"
            + " nemotron4-340b, mpt-125m, mpt-350m, mpt-760m, mpt-1b, mpt-3b, mpt-7b, mpt-13b,"
            + " mpt-30b, mpt-70b, mixtral-8x7b, mixtral-8x22b, deepseek-v3, gpt4-1.8t.",
      })
  void whatIsUnknownIsAnsweredWithWhatWasMeant(String words, String message) {
    Invocation call = weft((Object[]) ("catalog " + words).split(" ", -1));
    assertThat(call.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).isEqualTo(message + "\n");
  }

  @Test
  void aScenarioShowsWhatItGives() {
    assertThat(done("catalog", "--scenario", OWN_NODE)).contains("given by the scenario");
    assertThat(done("catalog", "switch", "--scenario", OWN_NODE).lines())
        .contains("? nobody has verified it · * given by the scenario")
        .anyMatch(line -> line.matches("lab-switch +our 51\\.2T switch \\*"))
        .anyMatch(line -> line.matches("lab-switch +64\\* +800\\* +2 +800g-2xsr4.*"))
        .anyMatch(line -> line.matches("qm9700 +64 +400 +2 +800g-2xsr4.*"));
    assertThat(done("catalog", "node", "lab-node", "--scenario", OWN_NODE))
        .containsPattern("gpus +4 \\*\n.*\n    given: scenario file, line 14\n")
        .contains("    read: as dgx-h100: NVIDIA RA-11333-001 V11")
        .containsPattern("given +stated by the user, who answers for it \\*\n");
  }

  @Test
  void aBrokenScenarioIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), "catalog: { gpu: { h100: {} } }\n");
    Invocation call = weft("catalog", "--scenario", file);
    assertThat(call.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err()).contains("catalog.gpu.h100: changes nothing.");
  }

  @Test
  void theShippedExampleDoesAsItSays() {
    var result = Invocation.result(Path.of(OWN_NODE));
    assertThat(result.get("fabric").get("gpus").intValue()).isEqualTo(64);
    assertThat(result.get("collectives").get(0).get("busbwGBps").doubleValue())
        .isBetween(193.9, 194.0);
  }

  private static String done(Object... arguments) {
    Invocation call = weft(arguments);
    assertThat(call.err()).isEmpty();
    assertThat(call.code()).isZero();
    return call.out();
  }
}
