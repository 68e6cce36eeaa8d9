package weft.scenario.parse;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.scenario.spec.Ranges;
import weft.scenario.spec.Shape;

/** In a list of whole numbers, {@code 8-15}: all from the first to the last. */
record NumberRange(int first, int last) {

  private static final Pattern RANGE = Pattern.compile(Ranges.PATTERN);

  /** Other ways in which ranges are written. */
  private static final Pattern ALMOST =
      Pattern.compile("(\\d{1,18})\\s*(?:-|–|—|\\.\\.+|…|:|to)\\s*(\\d{1,18})");

  /**
   * What is written, if it is a range; empty if it is not meant to be one.
   *
   * @param wanted what each number has to be
   * @param most how many there may be
   */
  static Optional<NumberRange> of(Node.Scalar scalar, Shape.Whole wanted, int most)
      throws BadValueException {
    Matcher almost = ALMOST.matcher(scalar.text());
    if (!almost.matches()) {
      return Optional.empty();
    }
    String first = new BigInteger(almost.group(1)).toString();
    String last = new BigInteger(almost.group(2)).toString();
    Numbers.whole(wanted, new Node.Scalar(scalar.position(), first, true));
    Numbers.whole(wanted, new Node.Scalar(scalar.position(), last, true));
    NumberRange range = new NumberRange(Integer.parseInt(first), Integer.parseInt(last));
    if (range.last < range.first) {
      throw new BadValueException(
          "%s ends before it begins. Maybe %s-%s.".formatted(scalar.text(), last, first));
    }
    if (!RANGE.matcher(scalar.text()).matches()) {
      throw new BadValueException(
          "%s is not a plain range. Maybe %s-%s.".formatted(Quote.of(scalar.text()), first, last));
    }
    if (range.last - range.first >= most) {
      throw new BadValueException(
          String.format(Locale.ROOT, "%s makes more than %,d numbers.", scalar.text(), most));
    }
    return Optional.of(range);
  }
}
