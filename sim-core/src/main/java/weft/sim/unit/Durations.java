package weft.sim.unit;

import java.util.Locale;

/**
 * Durations in integer picoseconds, and the one rule by which bytes and rates become durations.
 *
 * <p>Time is a {@code long} of picoseconds: 2<sup>63</sup> ps are 106 days. A duration is never
 * stored as an integer time per byte: at 3.2 Tb/s one byte takes 2.5 ps, and the rounded 3 ps (or 2
 * ps) would be off by 20 %.
 */
public final class Durations {

  /** One second. */
  public static final long SECOND_PS = 1_000_000_000_000L;

  /** One microsecond. */
  public static final long MICROSECOND_PS = 1_000_000L;

  /** One nanosecond. */
  public static final long NANOSECOND_PS = 1_000L;

  /** Later than every event: the time of something that never happens. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The highest rate that durations are worked out for, bits per second. */
  public static final long FASTEST_BPS = Long.MAX_VALUE / 1000;

  /** Seconds of an hour. */
  private static final double HOUR = 3_600;

  /** Seconds of a day. */
  private static final double DAY = 24 * HOUR;

  private Durations() {}

  /**
   * Time to serialize {@code bytes} at {@code rateBps}: {@code ceil(bytes × 8 × 10¹² / rateBps)},
   * exactly.
   *
   * @param bytes at least 0
   * @param rateBps bits per second, 1 … 9.2 × 10¹⁵
   * @return picoseconds
   * @throws IllegalArgumentException if an argument is out of range
   * @throws TimeOverflowException if the duration exceeds 106 days, or the bytes 2⁶⁰
   */
  public static long serializationPs(long bytes, long rateBps) {
    if (bytes < 0 || rateBps <= 0 || rateBps > FASTEST_BPS) {
      throw new IllegalArgumentException("cannot send " + bytes + " bytes at " + rateBps + " b/s");
    }
    try {
      return serialization(Math.multiplyExact(bytes, 8L), rateBps);
    } catch (ArithmeticException e) {
      throw new TimeOverflowException(bytes + " bytes at " + rateBps + " b/s");
    }
  }

  private static long serialization(long bits, long rateBps) {
    long duration = bits / rateBps;
    long remainder = bits - duration * rateBps;
    // Long division in base 1,000, or 10⁶ where a remainder allows it: four digits, or two, make
    // the 10¹² without a 128-bit product.
    long base = rateBps <= Long.MAX_VALUE / 1_000_000 ? 1_000_000 : 1000;
    for (long power = 1; power < SECOND_PS; power *= base) {
      remainder *= base;
      long digit = remainder / rateBps;
      duration = Math.addExact(Math.multiplyExact(duration, base), digit);
      remainder -= digit * rateBps;
    }
    return remainder == 0 ? duration : Math.addExact(duration, 1);
  }

  /**
   * A computed duration in whole picoseconds. One within eight units of the last place of a whole
   * picosecond is that picosecond, so that rounding in the computation does not become a picosecond
   * of its own; any other is rounded up.
   *
   * @throws TimeOverflowException if the duration exceeds 106 days
   */
  public static long roundUp(double picoseconds) {
    return roundUp(picoseconds, 8 * Math.ulp(picoseconds));
  }

  /**
   * The same for a duration whose error is known.
   *
   * @param error picoseconds within which a whole number of them is taken for what is meant
   * @throws TimeOverflowException if the duration exceeds 106 days
   */
  public static long roundUp(double picoseconds, double error) {
    if (!(picoseconds < 9.2e18)) {
      throw new TimeOverflowException(text(picoseconds / SECOND_PS));
    }
    double whole = Math.rint(picoseconds);
    boolean isWhole = Math.abs(picoseconds - whole) <= error;
    return (long) (isWhole ? whole : Math.ceil(picoseconds));
  }

  /**
   * Seconds to picoseconds, to the nearest.
   *
   * @throws IllegalArgumentException if the value is negative or not a number
   * @throws TimeOverflowException if it exceeds 106 days
   */
  public static long ofSeconds(double seconds) {
    double exact = seconds * 1e12;
    if (!(exact >= 0)) {
      throw new IllegalArgumentException("not a duration: " + seconds + " s");
    }
    if (exact >= 9.2e18) {
      throw new TimeOverflowException(text(seconds));
    }
    return Math.round(exact);
  }

  /** Picoseconds to seconds. */
  public static double toSeconds(long picoseconds) {
    return picoseconds / 1e12;
  }

  /**
   * {@code timePs + delayPs}, both at least 0.
   *
   * @throws TimeOverflowException if the sum exceeds 106 days
   */
  public static long add(long timePs, long delayPs) {
    long sum = timePs + delayPs;
    if (sum < 0) {
      throw new TimeOverflowException(text(toSeconds(timePs)) + " + " + text(toSeconds(delayPs)));
    }
    return sum;
  }

  /** A duration for a message, in the largest unit of which it is one or more. */
  private static String text(double seconds) {
    return seconds >= DAY
        ? number(seconds / DAY) + " days"
        : seconds >= HOUR ? number(seconds / HOUR) + " hours" : number(seconds) + " s";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 0.1 && value < 1e6 ? "%,.1f" : "%.3g", value);
  }
}
