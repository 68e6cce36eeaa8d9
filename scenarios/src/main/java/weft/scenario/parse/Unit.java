package weft.scenario.parse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.scenario.spec.Dimension;

/**
 * A unit as it is written: {@code b} is bit, {@code B} is byte, {@code k M G T} are powers of ten,
 * {@code Ki Mi Gi Ti} powers of two.
 *
 * @param symbol the unit
 * @param dimension what it measures
 * @param inBits true for the units of bits that are known only to be refused: sizes are in bytes
 * @param factor the unit in base units of the dimension
 */
record Unit(String symbol, Dimension dimension, boolean inBits, BigDecimal factor) {

  private static final Map<String, Unit> BY_SYMBOL = table();

  /** What people write, and what they mean. */
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("second", "s"),
          Map.entry("seconds", "s"),
          Map.entry("usec", "us"),
          Map.entry("msec", "ms"),
          Map.entry("nsec", "ns"),
          Map.entry("mins", "min"),
          Map.entry("minute", "min"),
          Map.entry("minutes", "min"),
          Map.entry("hr", "h"),
          Map.entry("hour", "h"),
          Map.entry("hours", "h"),
          Map.entry("byte", "B"),
          Map.entry("bytes", "B"),
          Map.entry("Mbit/s", "Mbps"),
          Map.entry("Gbit/s", "Gbps"),
          Map.entry("Tbit/s", "Tbps"),
          Map.entry("GBit/s", "Gbps"),
          Map.entry("Gbit", "Gbps"),
          Map.entry("meter", "m"),
          Map.entry("meters", "m"),
          Map.entry("metres", "m"));

  static Optional<Unit> of(String symbol) {
    return Optional.ofNullable(BY_SYMBOL.get(symbol));
  }

  static Optional<String> alias(String symbol) {
    return Optional.ofNullable(ALIASES.get(symbol));
  }

  /** The units in which a dimension may be given, small to large, decimal before binary. */
  static List<Unit> all(Dimension dimension) {
    return BY_SYMBOL.values().stream()
        .filter(unit -> unit.dimension == dimension && !unit.inBits)
        .toList();
  }

  private static Map<String, Unit> table() {
    List<Unit> units = new ArrayList<>();
    time(units, "ps", 1);
    time(units, "ns", 1_000);
    time(units, "us", 1_000_000);
    time(units, "µs", 1_000_000);
    time(units, "μs", 1_000_000);
    time(units, "ms", 1_000_000_000);
    time(units, "s", 1_000_000_000_000L);
    time(units, "min", 60_000_000_000_000L);
    time(units, "h", 3_600_000_000_000_000L);
    Map<String, BigDecimal> prefixes = prefixes();
    for (String per : List.of("ps", "/s")) {
      prefixes.forEach((p, f) -> units.add(new Unit(p + "b" + per, Dimension.RATE, false, f)));
      BigDecimal eight = BigDecimal.valueOf(8);
      prefixes.forEach(
          (p, f) -> units.add(new Unit(p + "B" + per, Dimension.RATE, false, f.multiply(eight))));
    }
    prefixes.forEach((p, f) -> units.add(new Unit(p + "B", Dimension.SIZE, false, f)));
    prefixes.forEach((p, f) -> units.add(new Unit(p + "b", Dimension.SIZE, true, f)));
    units.add(new Unit("mm", Dimension.LENGTH, false, BigDecimal.ONE));
    units.add(new Unit("m", Dimension.LENGTH, false, BigDecimal.valueOf(1_000)));
    units.add(new Unit("km", Dimension.LENGTH, false, BigDecimal.valueOf(1_000_000)));
    Map<String, Unit> table = new LinkedHashMap<>();
    units.forEach(unit -> table.put(unit.symbol, unit));
    return Collections.unmodifiableMap(table);
  }

  private static void time(List<Unit> units, String symbol, long picoseconds) {
    units.add(new Unit(symbol, Dimension.TIME, false, BigDecimal.valueOf(picoseconds)));
  }

  private static Map<String, BigDecimal> prefixes() {
    Map<String, BigDecimal> prefixes = new LinkedHashMap<>();
    prefixes.put("", BigDecimal.ONE);
    List<String> letters = List.of("k", "M", "G", "T");
    for (int i = 0; i < letters.size(); i++) {
      prefixes.put(letters.get(i), BigDecimal.TEN.pow(3 * (i + 1)));
    }
    for (int i = 0; i < letters.size(); i++) {
      String binary = i == 0 ? "Ki" : letters.get(i) + "i";
      prefixes.put(binary, BigDecimal.valueOf(1L << (10 * (i + 1))));
    }
    return prefixes;
  }
}
