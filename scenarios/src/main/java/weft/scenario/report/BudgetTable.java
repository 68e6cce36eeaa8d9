package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How many GPUs trainings take, as a table. */
final class BudgetTable implements ComparedTable {

  private final List<TrainingBudget> budgets;

  /** A table of these. */
  BudgetTable(List<TrainingBudget> budgets) {
    this.budgets = List.copyOf(budgets);
  }

  @Override
  public String text() {
    TextTable table = new TextTable("lrrrrrrrl");
    table.row("training", "ZFLOP", "days", "printed", "formula", "TFLOP/s", "MFU", "simulated", "");
    for (TrainingBudget one : budgets) {
      table.row(
          one.name(),
          Format.count(Math.round(one.budget().zflop())),
          Format.count(one.budget().days()),
          one.budget().printed() == null ? "" : Format.count(one.budget().printed()),
          Format.count(one.byFormula()),
          String.format(Locale.ROOT, "%.0f", one.step().tflopsPerGpu()),
          Percents.plain(one.step().mfu()),
          Format.count(one.simulated()),
          remark(one));
    }
    return table.render()
        + "printed, formula, simulated: GPUs; TFLOP/s and MFU of a GPU as simulated\n";
  }

  private static String remark(TrainingBudget one) {
    Integer gpus = one.budget().gpus();
    String days =
        one.days() == null || gpus == null
            ? ""
            : Format.count(Math.round(one.days()), "day") + " on " + Format.count(gpus, "GPU");
    String contradiction = one.contradicts() ? "printed contradicts its formula" : "";
    return days + (days.isEmpty() || contradiction.isEmpty() ? "" : "; ") + contradiction;
  }

  @Override
  public String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            | training | days | printed | formula | MFU | simulated | |
            |---|---|---|---|---|---|---|
            """);
    for (TrainingBudget one : budgets) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |\n"
              .formatted(
                  one.name(),
                  Format.count(one.budget().days()),
                  one.budget().printed() == null ? "–" : Format.count(one.budget().printed()),
                  Format.count(one.byFormula()),
                  Percents.plain(one.step().mfu()),
                  Format.count(one.simulated()),
                  remark(one)));
    }
    return text.toString();
  }

  @Override
  public String csv() {
    StringBuilder text =
        new StringBuilder(
            "training,zflop,days,printed_gpus,formula_gpus,tflops_per_gpu,mfu,simulated_gpus,simulated_days\n");
    for (TrainingBudget one : budgets) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%.3f,%d,%s,%d,%.3f,%.4f,%d,%s%n",
              StepTable.quoted(one.name()),
              one.budget().zflop(),
              one.budget().days(),
              one.budget().printed() == null ? "" : one.budget().printed().toString(),
              one.byFormula(),
              one.step().tflopsPerGpu(),
              one.step().mfu(),
              one.simulated(),
              one.days() == null ? "" : String.format(Locale.ROOT, "%.2f", one.days())));
    }
    return text.toString();
  }

  @Override
  public void json(ObjectNode root) {
    ArrayNode nodes = root.putArray("budgets");
    for (TrainingBudget one : budgets) {
      ObjectNode node = nodes.addObject();
      node.put("training", one.name());
      Json.put(node, "zflop", one.budget().zflop());
      node.put("days", one.budget().days());
      node.put("printedGpus", one.budget().printed());
      node.put("formulaGpus", one.byFormula());
      Json.put(node, "tflopsPerGpu", one.step().tflopsPerGpu());
      Json.put(node, "mfu", one.step().mfu());
      node.put("simulatedGpus", one.simulated());
      node.put("simulatedDays", one.days());
    }
  }
}
