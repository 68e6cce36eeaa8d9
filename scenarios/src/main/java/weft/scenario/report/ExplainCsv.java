package weft.scenario.report;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.scenario.explain.Enough;
import weft.scenario.explain.Outcome;
import weft.scenario.explain.ServedFigure;
import weft.scenario.explain.WhatIf;
import weft.sim.metrics.CriticalPath;
import weft.sim.metrics.StepBreakdown;
import weft.sim.workload.Activity;

/** Why a run takes as long as it does as CSV, one figure a row. */
public final class ExplainCsv {

  private ExplainCsv() {}

  /** Renders it. */
  public static String render(Explanation explanation) {
    CsvFigures csv = new CsvFigures();
    csv.row("run", "", "complete", explanation.report().result().complete() ? "1" : "0", "1");
    csv.row("run", "", "time", explanation.report().result().endPs() / Format.PS, "s");
    for (CriticalPath.Total total : explanation.totals()) {
      String charge = total.charge().text();
      csv.row(
          "critical-path",
          Activity.values()[total.activity()].text(),
          total.tier().isEmpty() ? charge : charge + " " + total.tier(),
          total.timePs() / Format.PS,
          "s");
    }
    StepBreakdown breakdown = explanation.report().result().breakdown();
    if (breakdown != null) {
      for (StepBreakdown.Part part : breakdown.parts()) {
        csv.row("breakdown", part.name(), "mean", part.meanPs() / Format.PS, "s");
        csv.row("breakdown", part.name(), "slowest", part.slowestPs() / Format.PS, "s");
        for (StepBreakdown.Bound bound : part.bounds()) {
          csv.row(
              "breakdown", part.name(), "mean " + bound.tier(), bound.meanPs() / Format.PS, "s");
          csv.row(
              "breakdown",
              part.name(),
              "slowest " + bound.tier(),
              bound.slowestPs() / Format.PS,
              "s");
        }
      }
    }
    if (explanation.flows() != null) {
      FlowStoriesReport.csv(explanation.flows(), explanation.ids(), csv);
    }
    for (WhatIf.Row row : explanation.whatIf()) {
      put(csv, row, "10 % better", row.tenthPs());
      put(csv, row, "2 times", row.doublePs());
      Enough enough = row.enough();
      if (enough.found() != Enough.Found.UNKNOWN) {
        csv.row("what-if", row.resource().name(), "not enough", enough.above(), "1");
      }
      if (enough.isEnough()) {
        csv.row("what-if", row.resource().name(), "enough", enough.factor(), "1");
      }
      put(csv, row, "with enough", row.enoughPs());
      for (ServedFigure figure : ServedFigure.values()) {
        put(csv, row, "10 % better", figure, row.tenth());
        put(csv, row, "2 times", figure, row.twice());
        put(csv, row, "with enough", figure, row.withEnough());
      }
    }
    return csv.text();
  }

  private static void put(
      CsvFigures csv,
      WhatIf.Row row,
      String better,
      ServedFigure figure,
      @Nullable Outcome outcome) {
    double change = figure.change(row.base(), outcome);
    if (!Double.isNaN(change)) {
      csv.row("what-if", row.resource().name(), better + " " + figure.key(), change, "1");
    }
  }

  private static void put(CsvFigures csv, WhatIf.Row row, String figure, OptionalLong deltaPs) {
    if (deltaPs.isPresent()) {
      csv.row("what-if", row.resource().name(), figure, deltaPs.getAsLong() / Format.PS, "s");
    }
  }
}
