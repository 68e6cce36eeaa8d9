package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compared runs of flows as a table. */
final class FctTable implements ComparedTable {

  private static final double US = 1e6;

  private final List<FctComparison> runs;

  /** A table of these runs. */
  FctTable(List<FctComparison> runs) {
    this.runs = runs;
  }

  @Override
  public String text() {
    TextTable table = new TextTable("lrrrrrrrrrl");
    table.row("run", "flows", "mean", "", "median", "99 %", "max", "", "flow", "KS", "misses");
    table.row("", "", "us", "", "", "", "us", "", "at most", "", "");
    for (FctComparison run : runs) {
      table.row(
          run.name(),
          Format.count(run.expected().count()),
          micros(run.simulated().mean()),
          Percents.signed(run.expected().mean(), run.simulated().mean()),
          Percents.signed(run.expected().median(), run.simulated().median()),
          Percents.signed(run.expected().p99(), run.simulated().p99()),
          micros(run.simulated().max()),
          Percents.signed(run.expected().max(), run.simulated().max()),
          Percents.plain(run.worstFlow()),
          String.format(Locale.ROOT, "%.2f", run.ks()),
          String.join(", ", run.misses()));
    }
    return table.render();
  }

  @Override
  public String markdown() {
    StringBuilder text =
        new StringBuilder(
            "| run | flows | mean | simulated | error | median | 99 % | max | simulated | error |"
                + " KS | misses |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (FctComparison run : runs) {
      List<String> cells =
          List.of(
              run.name(),
              Format.count(run.expected().count()),
              micros(run.expected().mean()),
              micros(run.simulated().mean()),
              Percents.signed(run.expected().mean(), run.simulated().mean()),
              Percents.signed(run.expected().median(), run.simulated().median()),
              Percents.signed(run.expected().p99(), run.simulated().p99()),
              micros(run.expected().max()),
              micros(run.simulated().max()),
              Percents.signed(run.expected().max(), run.simulated().max()),
              String.format(Locale.ROOT, "%.2f", run.ks()),
              run.misses().isEmpty() ? "–" : "**" + String.join(", ", run.misses()) + "**");
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }

  @Override
  public String csv() {
    StringBuilder text =
        new StringBuilder(
            "run,flows,expected_mean_us,simulated_mean_us,expected_median_us,simulated_median_us,"
                + "expected_p99_us,simulated_p99_us,expected_max_us,simulated_max_us,worst_flow,"
                + "ks,misses\n");
    for (FctComparison run : runs) {
      text.append(
          String.join(
              ",",
              run.name(),
              Integer.toString(run.expected().count()),
              micros(run.expected().mean()),
              micros(run.simulated().mean()),
              micros(run.expected().median()),
              micros(run.simulated().median()),
              micros(run.expected().p99()),
              micros(run.simulated().p99()),
              micros(run.expected().max()),
              micros(run.simulated().max()),
              String.format(Locale.ROOT, "%.6f", run.worstFlow()),
              String.format(Locale.ROOT, "%.4f", run.ks()),
              String.join(" ", run.misses())));
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public void json(ObjectNode root) {
    ArrayNode nodes = root.putArray("runs");
    for (FctComparison run : runs) {
      ObjectNode node = nodes.addObject();
      node.put("run", run.name());
      node.put("flows", run.expected().count());
      put(node.putObject("expectedSeconds"), run.expected());
      put(node.putObject("simulatedSeconds"), run.simulated());
      Json.put(node, "worstFlowError", run.worstFlow());
      Json.put(node, "ksDistance", run.ks());
      ArrayNode misses = node.putArray("misses");
      run.misses().forEach(misses::add);
    }
  }

  private static void put(ObjectNode node, FctComparison.Spread spread) {
    Json.put(node, "mean", spread.mean() / Format.PS);
    Json.put(node, "p50", spread.median() / Format.PS);
    Json.put(node, "p99", spread.p99() / Format.PS);
    Json.put(node, "max", spread.max() / Format.PS);
  }

  private static String micros(double ps) {
    return String.format(Locale.ROOT, "%.1f", ps / US);
  }
}
