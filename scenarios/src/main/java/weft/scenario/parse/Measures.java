package weft.scenario.parse;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weft.scenario.spec.Shape;
import weft.topology.error.Suggestion;

/** Numbers with units that only the hardware catalogue has, such as {@code 989 TFLOP/s}. */
final class Measures {

  private static final int LONGEST = 64;
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([-+]?(?:\\d++\\.?\\d*+|\\.\\d++)(?:[eE][-+]?\\d++)?) *+(.*+)");

  private Measures() {}

  /** The number in the unit of factor 1, exactly. */
  static BigDecimal parse(Shape.Measure wanted, String text) throws BadValueException {
    String quoted = Quote.of(text);
    Matcher parts = NUMBER_AND_UNIT.matcher(text);
    if (text.length() > LONGEST || !parts.matches()) {
      throw new BadValueException(
          quoted + " is not a number with a unit." + maybe(wanted.example()));
    }
    String digits = parts.group(1);
    Shape.MeasureUnit unit = unit(wanted, quoted, digits, parts.group(2));
    Optional<BigDecimal> number = Numbers.decimal(digits);
    if (number.isEmpty()) {
      throw new BadValueException(quoted + " is beyond all bounds." + maybe(wanted.example()));
    }
    BigDecimal value = number.get().multiply(unit.factor());
    Shape.MeasureUnit usual = wanted.units().get(0);
    if (value.compareTo(wanted.least().multiply(usual.factor())) < 0) {
      throw new BadValueException(
          quoted + " is too small: the least is " + text(wanted.least(), usual) + ".");
    }
    if (value.compareTo(wanted.most().multiply(usual.factor())) > 0) {
      throw new BadValueException(
          quoted + " is too large: the most is " + text(wanted.most(), usual) + ".");
    }
    return value;
  }

  /** The units for a message: {@code GW, kW}. */
  static String units(Shape.Measure measure) {
    return measure.units().stream()
        .map(Shape.MeasureUnit::symbol)
        .collect(Collectors.joining(", "));
  }

  private static Shape.MeasureUnit unit(
      Shape.Measure wanted, String quoted, String digits, String symbol) throws BadValueException {
    for (Shape.MeasureUnit unit : wanted.units()) {
      if (unit.symbol().equals(symbol)) {
        return unit;
      }
    }
    List<String> symbols = wanted.units().stream().map(Shape.MeasureUnit::symbol).toList();
    if (symbol.isEmpty()) {
      throw new BadValueException(quoted + " has no unit." + maybe(digits + symbols.get(0)));
    }
    String hint =
        Suggestion.nearest(symbol, symbols)
            .map(near -> maybe(digits + near))
            .orElseGet(() -> " Wanted is " + Wanted.noun(wanted) + ".");
    throw new BadValueException(
        quoted
            + " has the unit "
            + Quote.of(symbol)
            + Suggestions.oddCharacter(symbol)
            + ", which does not fit."
            + hint);
  }

  private static String text(BigDecimal number, Shape.MeasureUnit unit) {
    return number.stripTrailingZeros().toPlainString() + unit.symbol();
  }

  private static String maybe(String what) {
    return " Maybe " + what + ".";
  }
}
