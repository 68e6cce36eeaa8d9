package weft.scenario.parse;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.Shape;
import weft.topology.error.Suggestion;

/**
 * Values with units, such as {@code 400Gbps} or {@code 1.5us}, to whole base units and back.
 *
 * <p>Nothing is rounded: a value that is not a whole number of base units is refused.
 */
public final class Quantities {

  private static final int LONGEST = 64;
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([-+]?(?:\\d[\\d_,]*+)?(?:\\.[\\d_]++)?(?:[eE][-+]?\\d++)?) *+(.*+)");

  /** Rates in decimal bits; no minutes and hours, since a sixtieth has no end in decimal. */
  private static final Pattern PREFERRED =
      Pattern.compile("[kMGT]?bps|[pnum]?s|[kMGT]?B|[KMGT]iB|k?m|mm");

  private Quantities() {}

  /** The value in the unit that makes it shortest but not below 1, exactly; it can be read back. */
  public static String format(Dimension dimension, long value) {
    if (value == 0) {
      return dimension == Dimension.SIZE ? "0B" : "0" + dimension.usualUnit();
    }
    BigDecimal exact = BigDecimal.valueOf(value);
    String best = "";
    for (Unit unit : Unit.all(dimension)) {
      if (!PREFERRED.matcher(unit.symbol()).matches() || exact.compareTo(unit.factor()) < 0) {
        continue;
      }
      String text =
          exact.divide(unit.factor()).stripTrailingZeros().toPlainString() + unit.symbol();
      if (best.isEmpty() || text.length() <= best.length()) {
        best = text;
      }
    }
    return best;
  }

  static long parse(Shape.Quantity wanted, String text) throws BadValueException {
    Dimension dimension = wanted.dimension();
    String quoted = Quote.of(text);
    Matcher parts = NUMBER_AND_UNIT.matcher(text);
    if (text.length() > LONGEST || !parts.matches() || !hasDigit(parts.group(1))) {
      throw new BadValueException(
          quoted + " is not a number with a unit." + maybe(wanted.example()));
    }
    String digits = parts.group(1);
    String unitText = parts.group(2);
    if (digits.indexOf(',') >= 0 || digits.indexOf('_') >= 0) {
      String bare = Numbers.withoutSeparators(digits);
      throw new BadValueException(
          quoted
              + " has a separator inside the number."
              + maybe(bare + (unitText.isEmpty() ? likelyUnit(wanted, bare) : unitText)));
    }
    Optional<BigDecimal> number = Numbers.decimal(digits);
    Unit unit = unit(wanted, quoted, digits, unitText);
    if (number.isEmpty()) {
      throw digits.contains("-")
          ? new BadValueException(
              quoted + " is not a whole number of " + dimension.baseUnit() + ".")
          : tooLarge(quoted, wanted);
    }
    return inRange(wanted, quoted, number.get(), unit);
  }

  private static Unit unit(Shape.Quantity wanted, String quoted, String number, String symbol)
      throws BadValueException {
    Dimension dimension = wanted.dimension();
    if (symbol.isEmpty()) {
      throw new BadValueException(
          quoted + " has no unit." + maybe(number + likelyUnit(wanted, number)));
    }
    Optional<Unit> known = Unit.of(symbol);
    if (known.isEmpty()) {
      throw unknownUnit(dimension, quoted, number, symbol);
    }
    Unit unit = known.get();
    if (unit.dimension() != dimension) {
      throw new BadValueException(
          quoted
              + " is "
              + unit.dimension().noun()
              + ", but "
              + dimension.noun()
              + " is wanted."
              + maybe(otherDimension(dimension, number, symbol, unit)));
    }
    if (unit.inBits()) {
      throw new BadValueException(
          quoted
              + " is in bits (b), but a size is given in bytes (B)."
              + maybe(number + symbol.replace('b', 'B')));
    }
    return unit;
  }

  private static long inRange(Shape.Quantity wanted, String quoted, BigDecimal number, Unit unit)
      throws BadValueException {
    Dimension dimension = wanted.dimension();
    BigDecimal exact = number.multiply(unit.factor());
    if (exact.signum() < 0) {
      throw new BadValueException(
          quoted + " is negative." + maybe(number.negate().toPlainString() + unit.symbol()));
    }
    if (exact.compareTo(BigDecimal.valueOf(wanted.max())) > 0) {
      throw tooLarge(quoted, wanted);
    }
    if (exact.stripTrailingZeros().scale() > 0) {
      long up = exact.setScale(0, RoundingMode.CEILING).longValueExact();
      throw new BadValueException(
          quoted
              + " is "
              + exact.round(new MathContext(6)).stripTrailingZeros().toPlainString()
              + " "
              + dimension.baseUnit()
              + ", but a whole number is wanted."
              + maybe(format(dimension, up)));
    }
    long value = exact.longValueExact();
    if (value < wanted.min()) {
      throw new BadValueException(
          value == 0
              ? quoted + " is zero, but must be more."
              : quoted
                  + " is less than "
                  + format(dimension, wanted.min())
                  + ", the least allowed.");
    }
    return value;
  }

  private static BadValueException tooLarge(String quoted, Shape.Quantity wanted) {
    long rounded =
        BigDecimal.valueOf(wanted.max())
            .round(new MathContext(2, RoundingMode.FLOOR))
            .longValueExact();
    String most = wanted.dimension() == Dimension.SIZE ? "" : "about ";
    return new BadValueException(
        quoted
            + " is too large: the most is "
            + most
            + format(wanted.dimension(), most.isEmpty() ? wanted.max() : rounded)
            + ".");
  }

  private static BadValueException unknownUnit(
      Dimension dimension, String quoted, String number, String symbol) {
    String odd = Suggestions.oddCharacter(symbol);
    List<String> meant = meantUnits(dimension, symbol);
    if (meant.isEmpty() && !odd.isEmpty()) {
      Suggestion.nearest(symbol, usualUnits(dimension)).ifPresent(meant::add);
    }
    String hint =
        meant.isEmpty()
            ? " Units of "
                + dimension.noun()
                + ": "
                + String.join(", ", usualUnits(dimension))
                + "."
            : maybe(meant.stream().map(s -> number + s).collect(Collectors.joining(" or ")));
    return new BadValueException(
        quoted + " has the unknown unit " + Quote.of(symbol) + odd + "." + hint);
  }

  private static List<String> meantUnits(Dimension dimension, String symbol) {
    Optional<Unit> alias = Unit.alias(symbol).flatMap(Unit::of);
    if (alias.isPresent() && alias.get().dimension() == dimension) {
      return List.of(alias.get().symbol());
    }
    List<String> alike = alikeUnits(dimension, symbol);
    return switch (dimension) {
      case SIZE -> alike.isEmpty() ? alikeUnits(dimension, symbol + "B") : alike;
      case RATE -> alike.isEmpty() ? alikeUnits(dimension, symbol + "bps") : alike;
      case TIME, LENGTH -> alike;
    };
  }

  /** Units that differ in case only; and KB may be kB or KiB, but an i that is written is meant. */
  private static List<String> alikeUnits(Dimension dimension, String symbol) {
    List<String> alike = new ArrayList<>();
    for (Unit unit : Unit.all(dimension)) {
      boolean same = unit.symbol().equalsIgnoreCase(symbol);
      boolean binary = unit.symbol().replace("i", "").equalsIgnoreCase(symbol);
      if (same || (binary && dimension == Dimension.SIZE)) {
        alike.add(unit.symbol());
      }
    }
    return alike;
  }

  /** The units worth listing: one spelling of each, and no powers of two in rates. */
  private static List<String> usualUnits(Dimension dimension) {
    return Unit.all(dimension).stream()
        .map(Unit::symbol)
        .filter(s -> !s.endsWith("/s") && s.charAt(0) <= '~')
        .filter(s -> dimension != Dimension.RATE || s.indexOf('i') < 0)
        .toList();
  }

  /** What was meant by a value of another dimension: sizes and rates differ by a suffix. */
  private static String otherDimension(Dimension wanted, String number, String symbol, Unit unit) {
    if (wanted == Dimension.RATE && unit.dimension() == Dimension.SIZE) {
      return number + symbol + "ps";
    }
    if (wanted == Dimension.SIZE && unit.dimension() == Dimension.RATE) {
      return number + symbol.substring(0, symbol.length() - 2).replace('b', 'B');
    }
    if (wanted == Dimension.TIME && symbol.equals("m")) {
      return number + "ms or " + number + "min";
    }
    return number + wanted.usualUnit();
  }

  /** The unit of the example, unless the number is so large that it must be in the base unit. */
  private static String likelyUnit(Shape.Quantity wanted, String number) {
    Optional<BigDecimal> value = Numbers.decimal(number);
    boolean large = value.isPresent() && value.get().compareTo(BigDecimal.valueOf(4096)) >= 0;
    String usual = wanted.example().replaceFirst("^[0-9.]+", "");
    return switch (wanted.dimension()) {
      case SIZE -> large ? "B" : usual;
      case RATE -> large ? "bps" : usual;
      case TIME, LENGTH -> usual;
    };
  }

  private static boolean hasDigit(String number) {
    return number.chars().anyMatch(c -> c >= '0' && c <= '9')
        && Character.isDigit(number.charAt(number.length() - 1));
  }

  private static String maybe(String what) {
    return " Maybe " + what + ".";
  }
}
