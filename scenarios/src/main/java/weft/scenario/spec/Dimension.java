package weft.scenario.spec;

import java.util.Arrays;
import java.util.Optional;

/** What a value with a unit measures, and the integer base unit in which the records hold it. */
public enum Dimension {
  /** A duration in picoseconds. */
  TIME("a time", "Ps", "picoseconds", "us", Long.MAX_VALUE),
  /** A rate in bits a second; the bound is where {@code Durations} ends. */
  RATE("a rate", "Bps", "bits a second", "Gbps", 9_000_000_000_000_000L),
  /** A size in bytes; the bound keeps the number of bits within a {@code long}. */
  SIZE("a size", "Bytes", "bytes", "MiB", 1L << 59),
  /** A length in millimetres. */
  LENGTH("a length", "Mm", "millimetres", "m", Long.MAX_VALUE);

  /** Longer than any step of a network takes: the most for overheads and latencies, picoseconds. */
  static final long HOUR_PS = 3_600_000_000_000_000L;

  private final String noun;
  private final String suffix;
  private final String baseUnit;
  private final String usualUnit;
  private final long max;

  Dimension(String noun, String suffix, String baseUnit, String usualUnit, long max) {
    this.noun = noun;
    this.suffix = suffix;
    this.baseUnit = baseUnit;
    this.usualUnit = usualUnit;
    this.max = max;
  }

  /** What to call it in a message, with its article. */
  public String noun() {
    return noun;
  }

  /** The base unit in words. */
  public String baseUnit() {
    return baseUnit;
  }

  /** The unit that is suggested when none is given. */
  public String usualUnit() {
    return usualUnit;
  }

  /** The greatest value that the simulator can hold, in the base unit. */
  public long max() {
    return max;
  }

  /** The dimension that the name of a record component ends with. */
  static Optional<Dimension> ofComponent(String component) {
    return Arrays.stream(values()).filter(d -> component.endsWith(d.suffix)).findFirst();
  }

  String withoutSuffix(String component) {
    return component.substring(0, component.length() - suffix.length());
  }
}
