package weft.scenario.report;

import java.util.Locale;

/** Errors in percent. */
final class Percents {

  private Percents() {}

  /** How much larger the second is, with its sign: {@code −0.3 %}. */
  static String signed(double expected, double other) {
    return signed(FctComparison.error(expected, other));
  }

  /** A change with its sign. */
  static String signed(double change) {
    String digits = plain(Math.abs(change));
    return (digits.equals("0.0 %") ? "" : change < 0 ? "−" : "+") + digits;
  }

  /** A share: {@code 4.2 %}. */
  static String plain(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
