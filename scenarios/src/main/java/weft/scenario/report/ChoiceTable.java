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
    boolean isRanked = false;
    for (long bytes : job.sizes()) {
      List<Estimate> all = job.chooser().all(bytes);
      isRanked |= all.stream().anyMatch(ChoiceTable::isRankedOtherwise);
      Estimate choice = all.get(0);
      table.row(
          Long.toString(bytes),
          way(choice),
          micros(choice.timePs(), job) + ranked(choice, job),
          String.join(
              ", ",
              all.stream()
                  .skip(1)
                  .map(
                      other ->
                          way(other)
                              + " "
                              + micros(other.timePs(), job)
                              + mark(other)
                              + ranked(other, job))
                  .toList()));
    }
    String title =
        "What %s would choose for %s over %s ranks, and the predicted times"
            .formatted(
                job.library().label(), job.operation().text(), Format.count(job.shape().ranks()));
    String text = "\n" + Paragraph.words("", 0, title) + table.renderWrapped();
    return text
        + "  ° has to be asked for: the library does not choose it by itself\n"
        + (isRanked
            ? Paragraph.words(
                "  (…)",
                6,
                "what the library takes it for, by which it chooses: it counts every node of a"
                    + " tree as one in its middle, which passes all data on twice (NCCL 2.30,"
                    + " tuning.cc)")
            : "");
  }

  private static boolean isRankedOtherwise(Estimate estimate) {
    return estimate.isOfLibrary() && estimate.rankingPs() > 1.001 * estimate.timePs();
  }

  private static String ranked(Estimate estimate, CollectiveJob job) {
    return isRankedOtherwise(estimate) ? " (" + micros(estimate.rankingPs(), job) + ")" : "";
  }

  private static String way(Estimate estimate) {
    return estimate.name() + " " + estimate.protocol().text();
  }

  private static String mark(Estimate estimate) {
    return estimate.isOfLibrary() ? "" : "°";
  }

  private static String micros(double timePs, CollectiveJob job) {
    return String.format(Locale.ROOT, "%.1f", (timePs + job.launchedByPs()) / 1e6);
  }
}
