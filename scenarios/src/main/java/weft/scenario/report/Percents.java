package weft.scenario.report;

import java.util.Locale;

/** Errors in percent. */
final class Percents {

  private Percents() {}

  /** How much larger the second is, with its sign: {@code −0.3 %}. */
  static String signed(double expected, double other) {
    double percent = 100 * FctComparison.error(expected, other);
    String digits = String.format(Locale.ROOT, "%.1f %%", Math.abs(percent));
    return (digits.equals("0.0 %") ? "" : percent < 0 ? "−" : "+") + digits;
  }

  /** A share: {@code 4.2 %}. */
  static String plain(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
