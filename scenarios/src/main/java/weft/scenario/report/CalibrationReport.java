package weft.scenario.report;

import java.util.ArrayList;
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

  /** A mean error from which on constants predict nothing; an assumption. */
  private static final double BEYOND_USE = 0.5;

  /** A mean error up to which constants that cannot be bettered are good; an assumption. */
  private static final double CLOSE = 0.05;

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
    if (result.isKept()) {
      text.append("fitted: nothing, all is as before\n");
    } else {
      String factors =
          result.fitted().stream()
              .map(
                  one ->
                      String.format(
                          Locale.ROOT,
                          "%s × %.2f from %s",
                          one.name(),
                          one.factor(),
                          Format.count(one.rows(), "time")))
              .collect(Collectors.joining(", "));
      text.append(Paragraph.words("fitted:", 8, factors + "; all else is as before"));
    }
    for (String warning : warnings(result)) {
      text.append(Paragraph.words("  !", 4, warning));
    }
    return text.toString();
  }

  /** What speaks against the use of the constants. */
  public static List<String> warnings(Result result) {
    List<String> warnings = new ArrayList<>();
    if (result.isKept() && result.meanAfter() > CLOSE) {
      warnings.add(
          "nothing that was tried is less off than the constants from before, which are kept: the"
              + " entry changes nothing.");
    }
    if (result.meanAfter() > BEYOND_USE) {
      warnings.add(
          "constants that are off by "
              + Percents.plain(result.meanAfter())
              + " in the mean are of no use: these times are not those of this library on this"
              + " node, or are no measurements. Maybe another --node, --library or log.");
    }
    int times = result.residuals().size();
    if (times < 2 * result.fitted().size()) {
      warnings.add(
          "%s are few to fit %s to. Maybe more sizes, from 8 bytes to some GiB."
              .formatted(
                  Format.count(times, "time"), Format.count(result.fitted().size(), "factor")));
    }
    if (!result.overshoots().isEmpty()) {
      String shares =
          result.overshoots().entrySet().stream()
              .map(share -> String.format(Locale.ROOT, "%s %.2f", share.getKey(), share.getValue()))
              .collect(Collectors.joining(", "));
      warnings.add("the times ask for " + shares + OVERSHOT);
    }
    return warnings;
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
