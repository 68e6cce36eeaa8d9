package weft.scenario.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import weft.scenario.calibrate.Calibration.Residual;
import weft.scenario.calibrate.Calibration.Result;

/** What a calibration has come to, size by size. */
public final class CalibrationReport {

  private static final String OVERSHOT =
      ", but no share of a link's payload rate is above 1, where they are kept: what was measured"
          + " is faster than the links of the node that it is fitted to, so that large sizes stay"
          + " too slow. Maybe another --node, or a log without reduction in the network.";

  private CalibrationReport() {}

  /** As text. */
  public static String text(Result result) {
    StringBuilder text = new StringBuilder();
    String file = "";
    TextTable table = table();
    for (Residual one : result.residuals()) {
      if (!one.file().equals(file)) {
        text.append(file.isEmpty() ? "" : table.render() + "\n").append(one.file()).append('\n');
        file = one.file();
        table = table();
      }
      table.row(
          Long.toString(one.bytes()),
          one.choice().name() + " " + one.choice().protocol().text(),
          micros(one.measuredPs()),
          micros(one.beforePs()),
          Percents.signed(one.measuredPs(), one.beforePs()),
          micros(one.afterPs()),
          Percents.signed(one.measuredPs(), one.afterPs()));
    }
    text.append(table.render());
    text.append(
        "\n%s: off by %s in the mean before, by %s with what is fitted\n"
            .formatted(
                Format.count(result.residuals().size(), "time"),
                Percents.plain(result.meanBefore()),
                Percents.plain(result.meanAfter())));
    if (!result.overshoots().isEmpty()) {
      String shares =
          result.overshoots().entrySet().stream()
              .map(share -> String.format(Locale.ROOT, "%s %.2f", share.getKey(), share.getValue()))
              .collect(Collectors.joining(", "));
      text.append(Paragraph.words("  !", 4, "the times ask for " + shares + OVERSHOT));
    }
    return text.toString();
  }

  /** As CSV. */
  public static String csv(List<Residual> residuals) {
    StringBuilder text =
        new StringBuilder("file,size_bytes,algorithm,measured_us,before_us,fitted_us,error\n");
    for (Residual one : residuals) {
      text.append(
          String.join(
              ",",
              '"' + one.file().replace("\"", "\"\"") + '"',
              Long.toString(one.bytes()),
              one.choice().name() + " " + one.choice().protocol().text(),
              micros(one.measuredPs()),
              micros(one.beforePs()),
              micros(one.afterPs()),
              String.format(Locale.ROOT, "%.4f", one.error())));
      text.append('\n');
    }
    return text.toString();
  }

  private static TextTable table() {
    return new TextTable("rlrrrrr")
        .row("size B", "chosen", "measured us", "before us", "", "fitted us", "");
  }

  private static String micros(double ps) {
    return String.format(Locale.ROOT, "%.2f", ps / 1e6);
  }
}
