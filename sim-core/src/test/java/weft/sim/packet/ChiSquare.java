package weft.sim.packet;

import java.util.Arrays;
import org.assertj.core.api.Assertions;

/** Whether counts of 16 equally likely outcomes are as even as chance makes them, and no more. */
final class ChiSquare {

  static final int CELLS = 16;

  /**
   * χ² of 15 degrees of freedom is below the first in 1 of 1,000 cases, above the second in 1 of
   * 1,000 (Abramowitz, Stegun: Handbook of Mathematical Functions, table 26.8).
   */
  private static final double LEAST = 3.483;

  private static final double MOST = 37.697;

  private ChiSquare() {}

  /** χ² of counts against all being equal. */
  static double of(int[] counts) {
    double expected = Arrays.stream(counts).sum() / (double) counts.length;
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  static void requireChance(String what, int[] counts) {
    Assertions.assertThat(counts).hasSize(CELLS);
    Assertions.assertThat(of(counts))
        .as("χ² of %s: %s", what, Arrays.toString(counts))
        .isBetween(LEAST, MOST);
  }
}
