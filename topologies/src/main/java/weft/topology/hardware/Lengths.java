package weft.topology.hardware;

import java.math.BigDecimal;

/** Lengths as people write them. */
public final class Lengths {

  private static final long KILOMETRE = 1_000_000;

  private Lengths() {}

  /** From millimetres: {@code 3m}, {@code 0.5m}, {@code 2km}. */
  public static String text(long millimetres) {
    boolean far = millimetres >= KILOMETRE;
    BigDecimal value =
        BigDecimal.valueOf(millimetres).movePointLeft(far ? 6 : 3).stripTrailingZeros();
    return value.toPlainString() + (far ? "km" : "m");
  }
}
