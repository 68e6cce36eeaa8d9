package weft.topology.hardware;

import java.math.BigDecimal;

/** Rates as bills of materials write them. */
final class Rates {

  private static final long TERA = 1_000_000_000_000L;

  private Rates() {}

  /** From bits per second: {@code 800G}, {@code 1.6T}. */
  static String label(long rateBps) {
    boolean tera = rateBps >= TERA;
    return BigDecimal.valueOf(rateBps)
            .movePointLeft(tera ? 12 : 9)
            .stripTrailingZeros()
            .toPlainString()
        + (tera ? "T" : "G");
  }
}
