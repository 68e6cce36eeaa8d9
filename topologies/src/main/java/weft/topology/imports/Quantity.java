package weft.topology.imports;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.topology.error.Suggestion;

/** Values of attributes to whole numbers of the unit that code uses, exactly. */
final class Quantity {

  /** Where the simulator's arithmetic of durations ends. */
  private static final long MOST_RATE_BPS = 9_000_000_000_000_000L;

  private static final long MOST_LATENCY_PS = 3_600_000_000_000_000L;

  private static final Map<String, String> RATES =
      Map.of(
          "Mbps", "1e6", "Gbps", "1e9", "Tbps", "1e12", "Mb/s", "1e6", "Gb/s", "1e9", "Tb/s",
          "1e12", "GBps", "8e9", "GB/s", "8e9", "TBps", "8e12", "TB/s", "8e12");
  private static final Map<String, String> TIMES =
      Map.of("ps", "1", "ns", "1e3", "us", "1e6", "µs", "1e6", "ms", "1e9", "s", "1e12");

  /** The way around the Earth. */
  private static final long MOST_LENGTH_MM = 40_000_000_000L;

  private static final Map<String, String> LENGTHS =
      Map.of("mm", "1", "cm", "10", "m", "1e3", "km", "1e6");

  private static final Pattern WRITTEN =
      Pattern.compile("(-?[0-9]{1,30}(?:\\.[0-9]{1,30})?) ?(\\D*)");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private Quantity() {}

  static long rateBps(Item item, String name, String text) {
    return between(item, name, text, convert(item, name, text, RATES, "Gbps"), 1, MOST_RATE_BPS);
  }

  static long latencyPs(Item item, String name, String text) {
    return between(item, name, text, convert(item, name, text, TIMES, "ns"), 0, MOST_LATENCY_PS);
  }

  static long lengthMm(Item item, String name, String text) {
    return between(item, name, text, convert(item, name, text, LENGTHS, "m"), 0, MOST_LENGTH_MM);
  }

  static long rateBpsBare(Item item, String name, String text) {
    return between(item, name, text, number(item, name, text), 1, MOST_RATE_BPS);
  }

  static long latencyPsBare(Item item, String name, String text) {
    return between(item, name, text, number(item, name, text), 0, MOST_LATENCY_PS);
  }

  static int index(Item item, String name, String text) {
    return (int) between(item, name, text, number(item, name, text), 0, (1 << 24) - 1);
  }

  static BigDecimal number(Item item, String name, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw item.fault("%s is %s, which is not a number".formatted(name, Place.quoted(text)));
    }
    return new BigDecimal(text);
  }

  private static BigDecimal convert(
      Item item, String name, String text, Map<String, String> units, String usual) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      throw item.fault(
          "%s is %s, which is not a number with its unit".formatted(name, Place.quoted(text)));
    }
    String unit = matcher.group(2);
    String factor = units.get(unit);
    if (unit.isEmpty()) {
      throw item.fault(
          "%s is %s, which has no unit. Maybe %s%s."
              .formatted(name, Place.quoted(text), text, usual));
    }
    if (factor == null) {
      throw item.fault(
          "%s has an unknown unit %s. %s"
              .formatted(
                  name,
                  Place.quoted(unit),
                  Suggestion.sentence(unit, units.keySet().stream().sorted().toList())));
    }
    return new BigDecimal(matcher.group(1)).multiply(new BigDecimal(factor));
  }

  private static long between(
      Item item, String name, String text, BigDecimal value, long least, long most) {
    if (value.compareTo(BigDecimal.valueOf(least)) < 0
        || value.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw item.fault("%s is %s, which is out of range".formatted(name, Place.quoted(text)));
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw item.fault(
          "%s is %s, which is no whole number of its base unit"
              .formatted(name, Place.quoted(text)));
    }
  }
}
