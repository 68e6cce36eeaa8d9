package weft.scenario.parse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.scenario.spec.Shape;

/** Numbers without units: counts, which are plain whole numbers, and fractions. */
final class Numbers {

  private static final int LONGEST = 64;

  /** Beyond it, a number is refused before its digits are spelt out. */
  private static final int LARGEST_EXPONENT = 40;

  private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d*");
  private static final Pattern NEGATIVE = Pattern.compile("-\\d++");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][-+]?\\d++)?");
  private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})++");
  private static final Pattern SCALED = Pattern.compile("(\\d++(?:\\.\\d++)?) *([kKmM])");
  private static final Pattern OTHER_BASE = Pattern.compile("0(?:x[0-9a-fA-F]{1,15}|o[0-7]{1,20})");

  private Numbers() {}

  /** A count. Anything but plain decimal digits is refused, with the digits that were meant. */
  static long whole(Shape.Whole wanted, Node.Scalar scalar) throws BadValueException {
    String text = scalar.text();
    boolean plain = text.length() <= LONGEST && WHOLE.matcher(text).matches();
    if (!scalar.plain()) {
      throw new BadValueException(
          Quote.of(text)
              + " is quoted text, but a whole number is wanted."
              + (plain ? " Maybe " + text + " without quotes." : meantWhole(text)));
    }
    if (!plain) {
      String fault =
          NEGATIVE.matcher(text).matches() ? " is negative." : " is not a plain whole number.";
      throw new BadValueException(Quote.of(text) + fault + meantWhole(text));
    }
    BigInteger value = new BigInteger(text);
    if (value.compareTo(BigInteger.valueOf(wanted.max())) > 0) {
      throw new BadValueException(text + " is too large: the most is " + wanted.max() + ".");
    }
    if (value.compareTo(BigInteger.valueOf(wanted.min())) < 0) {
      throw new BadValueException(text + " is too small: the least is " + wanted.min() + ".");
    }
    return value.longValueExact();
  }

  /** A fraction. */
  static double fraction(Shape.Decimal wanted, Node.Scalar scalar) throws BadValueException {
    String text = scalar.text();
    Optional<BigDecimal> value =
        text.length() <= LONGEST && scalar.plain() && DECIMAL.matcher(text).matches()
            ? decimal(text)
            : Optional.empty();
    if (value.isEmpty()) {
      throw new BadValueException(
          Quote.of(text) + " is not a plain number." + meantFraction(scalar));
    }
    if (value.get().compareTo(BigDecimal.valueOf(wanted.min())) < 0) {
      throw new BadValueException(text + " is too small: the least is " + wanted.min() + ".");
    }
    if (value.get().compareTo(BigDecimal.valueOf(wanted.max())) > 0) {
      throw new BadValueException(text + " is too large: the most is " + wanted.max() + ".");
    }
    return value.get().doubleValue();
  }

  /** The number, unless it is so large or so small that its digits should not be spelt out. */
  static Optional<BigDecimal> decimal(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      long magnitude = (long) number.precision() - number.scale();
      if (number.signum() == 0) {
        return Optional.of(BigDecimal.ZERO);
      }
      return Math.abs(magnitude) < LARGEST_EXPONENT ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      // The exponent alone exceeds an int.
      return Optional.empty();
    }
  }

  /** {@code 1,000} and {@code 1_000} are 1000; a comma elsewhere is a decimal point. */
  static String withoutSeparators(String number) {
    String bare = number.replace("_", "");
    if (bare.indexOf(',') < 0) {
      return bare;
    }
    boolean thousands = THOUSANDS.matcher(bare.replaceFirst("\\..*", "")).matches();
    return thousands ? bare.replace(",", "") : bare.replace(',', '.');
  }

  private static String meantWhole(String text) {
    if (text.length() > LONGEST) {
      return "";
    }
    if (OTHER_BASE.matcher(text).matches()) {
      int base = text.charAt(1) == 'x' ? 16 : 8;
      return maybe(new BigInteger(text.substring(2), base).toString());
    }
    Matcher scaled = SCALED.matcher(text);
    String bare =
        scaled.matches()
            ? scaled.group(1) + (scaled.group(2).equalsIgnoreCase("k") ? "e3" : "e6")
            : withoutSeparators(text.strip());
    if (!DECIMAL.matcher(bare).matches()) {
      return "";
    }
    return decimal(bare)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(number -> maybe(number.toBigInteger().abs().toString()))
        .orElse("");
  }

  private static String meantFraction(Node.Scalar scalar) {
    String text = scalar.text();
    if (text.length() > LONGEST) {
      return "";
    }
    boolean percent = text.endsWith("%");
    String bare = text.replace("%", "").replace(',', '.').strip();
    if (!DECIMAL.matcher(bare).matches()) {
      return "";
    }
    return decimal(bare)
        .map(number -> percent ? number.movePointLeft(2) : number)
        .map(number -> maybe(number.stripTrailingZeros().toPlainString()))
        .orElse("");
  }

  private static String maybe(String what) {
    return " Maybe " + what + ".";
  }
}
