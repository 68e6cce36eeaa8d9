package weft.scenario.report;

import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import weft.scenario.spec.ComparisonSpec;

/** Compared runs as a table, those that miss what is allowed first. */
public final class ComparisonReport {

  private final String name;
  private final List<Compared> runs;
  private final ComparedTable table;

  /**
   * A report on these runs.
   *
   * @param runs all of one kind
   */
  public ComparisonReport(ComparisonSpec spec, List<Compared> runs) {
    name = spec.name();
    this.runs = runs.stream().sorted(Comparator.comparing(run -> run.misses().isEmpty())).toList();
    table = table(spec);
  }

  private ComparedTable table(ComparisonSpec spec) {
    List<SizesComparison> sizes = SizesTable.worstFirst(only(SizesComparison.class));
    List<StepComparison> steps = only(StepComparison.class);
    List<TrainingBudget> budgets = only(TrainingBudget.class);
    if (!sizes.isEmpty()) {
      return new SizesTable(sizes, RegionComparison.of(spec.regions(), sizes), spec.scored());
    }
    if (!steps.isEmpty()) {
      return new StepTable(
          steps,
          spec.groups() == null ? List.of() : spec.groups(),
          ScalingSeries.of(steps, spec.scaling() == null ? 1 : spec.scaling()));
    }
    return budgets.isEmpty() ? new FctTable(only(FctComparison.class)) : new BudgetTable(budgets);
  }

  private <T> List<T> only(Class<T> kind) {
    return runs.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Number of runs, and of regions, groups or series of them, that miss what is allowed. */
  public long misses() {
    return runs.stream().filter(run -> !run.misses().isEmpty()).count() + table.misses();
  }

  /** As text. */
  public String text() {
    return table.text() + "\n" + summary() + "\n";
  }

  /** As tables of Markdown. */
  public String markdown() {
    return table.markdown();
  }

  /** As CSV: one row a run, or a size of a collective. */
  public String csv() {
    return table.csv();
  }

  /** As JSON, schema {@code weft-comparison/1}, described in docs/results.md. */
  public String json() {
    ObjectNode root = Json.object();
    root.put("schema", "weft-comparison/1");
    root.put("comparison", name);
    table.json(root);
    return Json.render(root);
  }

  private String summary() {
    if (!only(TrainingBudget.class).isEmpty()) {
      return "%s: %s".formatted(name, Format.count(runs.size(), "training"));
    }
    return "%s: %s compared with what is expected, %s"
        .formatted(
            name,
            Format.count(runs.size(), "run"),
            misses() == 0 ? "all near enough" : misses() + " too far off");
  }
}
