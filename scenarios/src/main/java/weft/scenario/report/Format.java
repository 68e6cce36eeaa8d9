package weft.scenario.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: a sensible number of digits, and a unit. */
final class Format {

  /** Picoseconds in a second. */
  static final double PS = 1e12;

  private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};
  private static final String[] TIMES = {"ps", "ns", "µs", "ms", "s"};

  private Format() {}

  /** As the begin of a sentence. */
  static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** 1,024. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 node}, {@code 128 nodes}. */
  static String count(long number, String noun) {
    String plural = noun.endsWith("ch") ? "es" : "s";
    return count(number) + " " + noun + (number == 1 ? "" : plural);
  }

  /** A duration in the unit that leaves one to three digits before the point: {@code 7.30 s}. */
  static String time(double picoseconds) {
    if (picoseconds == 0) {
      return "0 s";
    }
    double scaled = picoseconds;
    int unit = 0;
    // Rounding must not make a thousand of it.
    while (scaled >= 999.5 && unit < TIMES.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return digits(scaled) + " " + TIMES[unit];
  }

  /** {@code 9.90 TB}, in powers of ten. */
  static String bytes(long bytes) {
    return si((double) bytes, "B");
  }

  /** {@code 400 Gb/s}. */
  static String bitRate(long bitsPerSecond) {
    return si((double) bitsPerSecond, "b/s");
  }

  /** {@code 450 GB/s}, from bits per second. */
  static String byteRate(long bitsPerSecond) {
    return si(bitsPerSecond / 8.0, "B/s");
  }

  /** {@code 16.2M}: how people write large counts; B is a thousand millions. */
  static String large(double count) {
    return si(count, "").strip().replace(" ", "").replace('G', 'B');
  }

  /** {@code 31.2 kW}. */
  static String si(double value, String unit) {
    int power = 0;
    double scaled = value;
    while (scaled >= 999.5 && power < SI.length - 1) {
      scaled /= 1000;
      power++;
    }
    String number = power == 0 && scaled == Math.rint(scaled) ? whole(scaled) : digits(scaled);
    return number + " " + SI[power] + unit;
  }

  /** {@code 45.8 %}; never 0 for what is not. */
  static String percent(double share) {
    double percent = 100 * share;
    if (percent > 0 && percent < 0.05) {
      return "<0.1 %";
    }
    return String.format(Locale.ROOT, percent < 9.95 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** Three significant digits, without superfluous zeros behind a whole number. */
  static String digits(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return whole(value);
    }
    int before = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%,." + before + "f", value);
  }

  /** Three significant digits of what may be far below 1. */
  static String small(double value) {
    return value >= 1 || value == 0
        ? digits(value)
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
