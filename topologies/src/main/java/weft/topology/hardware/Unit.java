package weft.topology.hardware;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/** The units that data files may use, with the factor to the unit that code uses. */
public enum Unit {
  TFLOP_PER_SECOND("TFLOP/s", Dimension.FLOP_PER_SECOND, "1e12"),
  TERAOP_PER_SECOND("TOP/s", Dimension.FLOP_PER_SECOND, "1e12"),
  PFLOP_PER_SECOND("PFLOP/s", Dimension.FLOP_PER_SECOND, "1e15"),
  GIGABYTE("GB", Dimension.BYTES, "1e9"),
  GIGABIT_PER_SECOND("Gb/s", Dimension.BITS_PER_SECOND, "1e9"),
  GIGABYTE_PER_SECOND("GB/s", Dimension.BITS_PER_SECOND, "8e9"),
  TERABYTE_PER_SECOND("TB/s", Dimension.BITS_PER_SECOND, "8e12"),
  NANOSECOND("ns", Dimension.PICOSECONDS, "1e3"),
  MICROSECOND("us", Dimension.PICOSECONDS, "1e6"),
  NANOSECOND_PER_METRE("ns/m", Dimension.PICOSECONDS_PER_METRE, "1e3"),
  METRE("m", Dimension.MILLIMETRES, "1e3"),
  WATT("W", Dimension.WATTS, "1"),
  DOLLAR("USD", Dimension.DOLLARS, "1"),
  COUNT("count", Dimension.COUNT, "1"),
  RATIO("ratio", Dimension.RATIO, "1");

  /** What is measured, named after the unit that code uses. */
  public enum Dimension {
    FLOP_PER_SECOND,
    BYTES,
    BITS_PER_SECOND,
    PICOSECONDS,
    PICOSECONDS_PER_METRE,
    MILLIMETRES,
    WATTS,
    DOLLARS,
    COUNT,
    RATIO
  }

  private final String symbol;
  private final Dimension dimension;
  private final BigDecimal factor;

  Unit(String symbol, Dimension dimension, String factor) {
    this.symbol = symbol;
    this.dimension = dimension;
    this.factor = new BigDecimal(factor);
  }

  /** As data files write it: {@code GB/s}. */
  public String symbol() {
    return symbol;
  }

  /** One of this unit in the unit that code uses. */
  public BigDecimal factor() {
    return factor;
  }

  /** The units of what is measured, in the order in which they are listed here. */
  public static List<Unit> of(Dimension dimension) {
    return Arrays.stream(values()).filter(unit -> unit.dimension == dimension).toList();
  }

  Dimension dimension() {
    return dimension;
  }

  /** A number in the unit that code uses for {@code wanted}, exactly. */
  static BigDecimal convert(String number, String symbol, Dimension wanted) {
    Unit unit = ofSymbol(symbol);
    if (unit.dimension != wanted) {
      throw new TopologyException(
          "%s %s is in %s, not in %s".formatted(number, symbol, unit.dimension, wanted));
    }
    try {
      return new BigDecimal(number).multiply(unit.factor);
    } catch (NumberFormatException e) {
      throw new TopologyException("\"%s\" is not a number".formatted(number), e);
    }
  }

  static Unit ofSymbol(String symbol) {
    for (Unit unit : values()) {
      if (unit.symbol.equals(symbol)) {
        return unit;
      }
    }
    throw new TopologyException(
        "unknown unit \"%s\". %s"
            .formatted(
                symbol,
                Suggestion.sentence(
                    symbol, Arrays.stream(values()).map(unit -> unit.symbol).toList())));
  }
}
