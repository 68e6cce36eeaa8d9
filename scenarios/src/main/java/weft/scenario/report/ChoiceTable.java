package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import weft.scenario.assemble.CollectiveJob;
import weft.sim.collective.cost.Estimate;

/** Why a library does a collective as it does: what it predicts for each way, size by size. */
public final class ChoiceTable {

  private ChoiceTable() {}

  /** As text: for each size the choice with its predicted time, and the others by theirs. */
  public static String text(CollectiveJob job) {
    TextTable table = new TextTable("rlrl");
    table.row("size B", "chosen", "us", "instead");
    for (long bytes : job.sizes()) {
      List<Estimate> all = job.chooser().all(bytes);
      Estimate choice = all.get(0);
      table.row(
          Long.toString(bytes),
          way(choice),
          micros(choice, job),
          String.join(
              ", ",
              all.stream()
                  .skip(1)
                  .map(other -> way(other) + " " + micros(other, job) + mark(other))
                  .toList()));
    }
    String title =
        "What %s would choose for %s over %s ranks, and the predicted times"
            .formatted(
                job.library().label(), job.operation().text(), Format.count(job.shape().ranks()));
    return "\n"
        + Paragraph.words("", 0, title)
        + table.renderWrapped()
        + "  ° has to be asked for: the library does not choose it by itself\n";
  }

  private static String way(Estimate estimate) {
    return estimate.name() + " " + estimate.protocol().text();
  }

  private static String mark(Estimate estimate) {
    return estimate.isOfLibrary() ? "" : "°";
  }

  private static String micros(Estimate estimate, CollectiveJob job) {
    return String.format(Locale.ROOT, "%.1f", (estimate.timePs() + job.launchedByPs()) / 1e6);
  }
}
