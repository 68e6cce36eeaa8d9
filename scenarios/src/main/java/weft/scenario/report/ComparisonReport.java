package weft.scenario.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compared runs as a table, those that miss what is allowed first. */
public final class ComparisonReport {

  private static final double US = 1e6;

  private final String name;
  private final List<FctComparison> runs;

  private final StepTable steps;
  private final BudgetTable budgets;

  /** A report on these runs. */
  public ComparisonReport(
      String name, List<FctComparison> runs, StepTable steps, BudgetTable budgets) {
    this.name = name;
    this.steps = steps;
    this.budgets = budgets;
    this.runs = runs.stream().sorted(Comparator.comparing(run -> run.misses().isEmpty())).toList();
  }

  /** Number of runs, and of groups of steps, that miss what is allowed. */
  public long misses() {
    return steps.misses() + runs.stream().filter(run -> !run.misses().isEmpty()).count();
  }

  /** As text. */
  public String text() {
    return (runs.isEmpty() ? "" : flows() + "\n")
        + (steps.count() == 0 ? "" : steps.text() + "\n")
        + (budgets.count() == 0 ? "" : budgets.text() + "\n")
        + summary()
        + "\n";
  }

  private String flows() {
    TextTable table = new TextTable("lrrrrrrrrrl");
    table.row("run", "flows", "mean", "", "median", "99 %", "max", "", "flow", "KS", "misses");
    table.row("", "", "us", "", "", "", "us", "", "at most", "", "");
    for (FctComparison run : runs) {
      table.row(
          run.name(),
          Format.count(run.expected().count()),
          micros(run.simulated().mean()),
          signed(run.expected().mean(), run.simulated().mean()),
          signed(run.expected().median(), run.simulated().median()),
          signed(run.expected().p99(), run.simulated().p99()),
          micros(run.simulated().max()),
          signed(run.expected().max(), run.simulated().max()),
          percent(run.worstFlow()),
          String.format(Locale.ROOT, "%.2f", run.ks()),
          String.join(", ", run.misses()));
    }
    return table.render();
  }

  /** As tables of Markdown. */
  public String markdown() {
    return (runs.isEmpty() ? "" : markdownOfFlows()) + (steps.count() == 0 ? "" : steps.markdown());
  }

  private String markdownOfFlows() {
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
              signed(run.expected().mean(), run.simulated().mean()),
              signed(run.expected().median(), run.simulated().median()),
              signed(run.expected().p99(), run.simulated().p99()),
              micros(run.expected().max()),
              micros(run.simulated().max()),
              signed(run.expected().max(), run.simulated().max()),
              String.format(Locale.ROOT, "%.2f", run.ks()),
              run.misses().isEmpty() ? "–" : "**" + String.join(", ", run.misses()) + "**");
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }

  /** As CSV, one row a run. */
  public String csv() {
    return (runs.isEmpty() ? "" : csvOfFlows())
        + (steps.count() == 0 ? "" : steps.csv())
        + (budgets.count() == 0 ? "" : budgets.csv());
  }

  private String csvOfFlows() {
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

  /** As JSON, schema {@code weft-comparison/1}, described in docs/results.md. */
  public String json() {
    ObjectNode root = Json.object();
    root.put("schema", "weft-comparison/1");
    root.put("comparison", name);
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
    if (steps.count() > 0) {
      steps.addTo(root);
    }
    if (budgets.count() > 0) {
      budgets.addTo(root);
    }
    return Json.render(root);
  }

  private static void put(ObjectNode node, FctComparison.Spread spread) {
    Json.put(node, "mean", spread.mean() / 1e12);
    Json.put(node, "p50", spread.median() / 1e12);
    Json.put(node, "p99", spread.p99() / 1e12);
    Json.put(node, "max", spread.max() / 1e12);
  }

  private String summary() {
    if (runs.isEmpty() && steps.count() == 0) {
      return "%s: %s".formatted(name, Format.count(budgets.count(), "training"));
    }
    return "%s: %s compared with what is expected, %s"
        .formatted(
            name,
            Format.count(runs.size() + steps.count(), "run"),
            misses() == 0 ? "all near enough" : misses() + " too far off");
  }

  private static String micros(double ps) {
    return String.format(Locale.ROOT, "%.1f", ps / US);
  }

  static String signed(double expected, double simulated) {
    double percent = 100 * FctComparison.error(expected, simulated);
    String digits = String.format(Locale.ROOT, "%.1f %%", Math.abs(percent));
    return (digits.equals("0.0 %") ? "" : percent < 0 ? "−" : "+") + digits;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
