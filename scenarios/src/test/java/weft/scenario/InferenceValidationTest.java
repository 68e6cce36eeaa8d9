package weft.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.scenario.cli.Invocation.REPOSITORY;
import static weft.scenario.cli.Invocation.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measured inference against simulated: the table of docs/validation.md is the one of today, and no
 * mean error is beyond what it says. Write it anew with {@code -Dweft.regenerate=true}.
 */
final class InferenceValidationTest {

  private static final Path MEASURED =
      REPOSITORY.resolve("scenarios/validation/inference/measured.csv");

  private static final Path DOCUMENT = REPOSITORY.resolve("docs/validation.md");
  private static final String BEGIN = "<!-- scenarios/validation/inference: begin -->\n";
  private static final String END = "<!-- scenarios/validation/inference: end -->";

  /** How large the mean of the absolute errors may be, by group. */
  private static final Map<String, Double> ALLOWED =
      Map.of(
          "GPT-3 175B", 0.25,
          "GPT 89B", 0.25,
          "GPT 20B", 0.25,
          "MT-NLG 530B on 2 nodes", 0.15,
          "MT-NLG 530B on 4 nodes", 0.45,
          "Llama 3.3 70B", 0.20);

  @TempDir private Path folder;

  /** A measured figure and the simulated one, milliseconds. */
  private record Row(String group, String name, double measured, double simulated) {

    double error() {
      return simulated / measured - 1;
    }
  }

  @Test
  @Tag("slow")
  void theTableIsThatOfToday() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(MEASURED)) {
      if (!line.startsWith("#") && !line.startsWith("group,")) {
        rows.add(row(line.split(",")));
      }
    }
    String table = table(rows);
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END);
    if (Boolean.getBoolean("weft.regenerate")) {
      document = document.substring(0, from) + table + document.substring(to);
      Files.writeString(DOCUMENT, document);
      to = from + table.length();
    }
    assertThat(document.substring(from, to)).isEqualTo(table);
    groups(rows)
        .forEach((group, of) -> assertThat(mean(of)).as(group).isLessThan(ALLOWED.get(group)));
  }

  private Row row(String[] cells) throws IOException {
    String model = cells[1].contains(":") ? "{ " + cells[1].replace(';', ',') + " }" : cells[1];
    Path scenario = folder.resolve("measured.yaml");
    Files.writeString(
        scenario,
        """
        fabric: { leaf-spine: { node: %s, nodes: %s, nodes-per-unit: %s, spines: 8 } }
        workload:
          inference:
            model: %s
            parallelism: { tensor: %s }
            replicas: 1
            input-tokens: %s
            output-tokens: %s
            batch: %s
            prefill-batch: %s
            precision: %s
            kv-precision: %s
        """
            .formatted(
                cells[2], cells[3], cells[3], model, cells[4], cells[5], cells[6], cells[7],
                cells[8], cells[9], cells[10]));
    double simulated =
        1e3 * result(scenario).get("inference").get(cells[11] + "Seconds").asDouble();
    String figure = cells[11].equals("latency") ? "latency" : cells[11].toUpperCase(Locale.ROOT);
    String name =
        "%s, tensor %s, %s in, %s out, batch %s: %s"
            .formatted(cells[0], cells[4], cells[5], cells[6], cells[7], figure);
    return new Row(cells[0], name, Double.parseDouble(cells[12]), simulated);
  }

  private static String table(List<Row> rows) {
    StringBuilder text =
        new StringBuilder("| group | rows | mean error | bias |\n|---|---|---|---|\n");
    groups(rows)
        .forEach(
            (group, of) ->
                text.append(
                    "| %s | %d | %s | %s |\n"
                        .formatted(group, of.size(), percent(mean(of)), percent(bias(of)))));
    text.append("\n| row | measured | simulated | error |\n|---|---|---|---|\n");
    rows.stream()
        .filter(row -> Math.abs(row.error()) > 0.3 || row.name().endsWith("T"))
        .forEach(
            row ->
                text.append(
                    "| %s | %s | %s | %s |\n"
                        .formatted(
                            row.name(),
                            milliseconds(row.measured()),
                            milliseconds(row.simulated()),
                            percent(row.error()))));
    return text.toString();
  }

  private static Map<String, List<Row>> groups(List<Row> rows) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(row.group(), name -> new ArrayList<>()).add(row));
    return groups;
  }

  private static double mean(List<Row> rows) {
    return rows.stream().mapToDouble(row -> Math.abs(row.error())).average().orElseThrow();
  }

  private static double bias(List<Row> rows) {
    return rows.stream().mapToDouble(Row::error).average().orElseThrow();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share).replace('-', '−');
  }

  private static String milliseconds(double value) {
    return String.format(Locale.ROOT, "%.1f ms", value);
  }
}
