package weft.scenario.report;

import weft.scenario.assemble.CollectiveJob;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.metrics.StepBreakdown;
import weft.sim.metrics.TierUtilization;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.StepFigures;

/**
 * The result as CSV: for a collective the columns of nccl-tests, one row a size; for flows one row
 * a flow; for a training step, a model that is served or several jobs one figure a row.
 */
public final class CsvReport {

  private CsvReport() {}

  /** Renders a report. */
  public static String render(RunReport report) {
    if (report.flows() != null) {
      return FlowReport.csv(report.result().flowTimes(), report.flows().ids());
    }
    CollectiveJob job = report.collective();
    if (job != null) {
      return CollectiveTable.csv(report.result().collectives(), job, report.root());
    }
    CsvFigures csv = new CsvFigures();
    csv.row("run", "", "complete", report.result().complete() ? "1" : "0", "1");
    JobsReport.csv(report.outcomes(), report.meetings(), csv);
    StepFigures step = report.step();
    if (step != null) {
      csv.row("step", "", "time", step.seconds(), "s");
      csv.row("step", "", "tokens", step.tokensPerSecond(), "1/s");
      csv.row("step", "", "compute-per-gpu", step.tflopsPerGpu(), "TFLOP/s");
      csv.row("step", "", "mfu", step.mfu(), "1");
    }
    InferenceFigures serving = report.serving();
    if (serving != null) {
      InferenceReport.csv(serving, report.bill(), csv);
    }
    StepBreakdown breakdown = report.result().breakdown();
    if (breakdown != null) {
      for (StepBreakdown.Part part : breakdown.parts()) {
        csv.row("breakdown", part.name(), "mean", part.meanPs() / Format.PS, "s");
        csv.row("breakdown", part.name(), "slowest", part.slowestPs() / Format.PS, "s");
      }
    }
    for (CollectiveTiming timing : report.result().collectives()) {
      String item =
          String.join(" ", timing.group(), timing.collective(), Long.toString(timing.bytes()));
      csv.row("collective", item, "count", Long.toString(timing.count()), "1");
      csv.row("collective", item, "time", timing.timePs() / Format.PS, "s");
      csv.row("collective", item, "busbw", timing.busbw(), "B/s");
    }
    for (TierUtilization tier : report.result().utilization()) {
      csv.row("utilization", tier.tier(), "mean", tier.mean(), "1");
      csv.row("utilization", tier.tier(), "max", tier.max(), "1");
      csv.row("utilization", tier.tier(), "carried", Long.toString(tier.bytes()), "B");
    }
    return csv.text();
  }
}
