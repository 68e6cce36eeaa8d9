package weft.sim.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations: exact values, one rounding rule, and the ends of the range. */
final class DurationsTest {

  private static final long SEED = 20260729;
  private static final long MAX_RATE = Long.MAX_VALUE / 1000;
  private static final BigInteger BITS_PS = BigInteger.valueOf(8_000_000_000_000L);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  @ParameterizedTest(name = "{0} B at {1} b/s take {2} ps")
  @CsvSource({
    "0, 1, 0",
    "1, 8, 1_000_000_000_000",
    "1, 400_000_000_000, 20",
    "4_096, 400_000_000_000, 81_920",
    "1_073_741_824, 400_000_000_000, 21_474_836_480",
    // The trap of an integer time per byte: 2.5 ps.
    "1, 3_200_000_000_000, 3",
    "2, 3_200_000_000_000, 5",
    "1_000_000, 3_200_000_000_000, 2_500_000",
    "1, 3, 2_666_666_666_667",
    "3, 3, 8_000_000_000_000",
    // Less than a picosecond is one.
    "1, 9_223_372_036_854_775, 1",
    // The most bytes: 800 bits more than 1,000 seconds.
    "1_152_921_504_606_846_975, 9_223_372_036_854_775, 1_000_000_000_000_001",
  })
  void serializationIsExactAndRoundedUp(String bytes, String rateBps, String expectedPs) {
    assertThat(Durations.serializationPs(number(bytes), number(rateBps)))
        .isEqualTo(number(expectedPs));
  }

  @Test
  void serializationAgreesWithBigIntegersOnRandomInputs() {
    Random random = new Random(SEED);
    int overflows = 0;
    for (int i = 0; i < 20_000; i++) {
      long bytes = random.nextLong() >>> (1 + random.nextInt(63));
      long rateBps = Math.max(1, random.nextLong() >>> (11 + random.nextInt(53)));
      overflows += assertSerialization(bytes, Math.min(rateBps, MAX_RATE)) ? 0 : 1;
    }
    assertThat(overflows).as("both outcomes are drawn").isBetween(1_000, 19_000);
  }

  @Test
  void serializationAgreesWithBigIntegersAtTheEndsOfTheRange() {
    long[] sizes = {0, 1, 7, 8, (1L << 60) - 1, 1L << 60, Long.MAX_VALUE};
    long[] rates = {1, 2, 7, 8, 999, 1_000, 1_000_000_000_000L, MAX_RATE - 1, MAX_RATE};
    for (long bytes : sizes) {
      for (long rateBps : rates) {
        assertSerialization(bytes, rateBps);
      }
    }
  }

  /** Returns whether there is a result. */
  private static boolean assertSerialization(long bytes, long rateBps) {
    BigInteger rate = BigInteger.valueOf(rateBps);
    BigInteger expected =
        BigInteger.valueOf(bytes).multiply(BITS_PS).add(rate).subtract(BigInteger.ONE).divide(rate);
    boolean fits = expected.compareTo(MAX) <= 0 && bytes < 1L << 60;
    String text = bytes + " B at " + rateBps + " b/s, seed " + SEED;
    if (fits) {
      assertThat(Durations.serializationPs(bytes, rateBps))
          .as(text)
          .isEqualTo(expected.longValue());
    } else {
      assertThatExceptionOfType(ArithmeticException.class)
          .as(text)
          .isThrownBy(() -> Durations.serializationPs(bytes, rateBps));
    }
    return fits;
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "1, 0", "1, -1", "1, 9223372036854776", "1, 9223372036854775807"})
  void serializationRejectsWhatIsOutOfRange(long bytes, long rateBps) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.serializationPs(bytes, rateBps))
        .withMessageContaining(Long.toString(bytes))
        .withMessageContaining(Long.toString(rateBps));
  }

  /** Time to drain bytes at a fluid rate. */
  private static long drainPs(double bytes, double rateBps) {
    return Durations.roundUp(bytes * 8e12 / rateBps);
  }

  @Test
  void drainingRoundsUp() {
    assertThat(drainPs(0, 1)).isZero();
    assertThat(drainPs(1, 8e12)).isEqualTo(1);
    assertThat(drainPs(1, 7.9e12)).isEqualTo(2);
    assertThat(drainPs(0.5, 8e12)).isEqualTo(1);
    assertThat(drainPs(1.001, 8e12)).isEqualTo(2);
  }

  /** A rate that is itself the rounded result of a division must not cost a picosecond. */
  @Test
  void drainingForgivesTheRoundingOfItsRate() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      long wholePs = 1 + (random.nextLong() >>> (14 + random.nextInt(50)));
      double bytes = 1 + random.nextInt(1 << 30);
      double rate = bytes * 8e12 / wholePs;
      for (double nearby : new double[] {Math.nextDown(rate), rate, Math.nextUp(rate)}) {
        assertThat(drainPs(bytes, nearby))
            .as("%s B at %s b/s, seed %d", bytes, nearby, SEED)
            .isEqualTo(wholePs);
      }
    }
  }

  @Test
  void drainingIsNeverEarlyByMoreThanRoundingAndNeverLateByAPicosecond() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      double bytes = Math.exp(random.nextDouble() * 30);
      double rate = Math.exp(10 + random.nextDouble() * 20);
      BigDecimal exact =
          new BigDecimal(bytes)
              .multiply(new BigDecimal(8e12))
              .divide(new BigDecimal(rate), MathContext.DECIMAL128);
      if (exact.doubleValue() > 9e18) {
        continue;
      }
      double late = BigDecimal.valueOf(drainPs(bytes, rate)).subtract(exact).doubleValue();
      double rounding = 10 * Math.ulp(exact.doubleValue());
      assertThat(late)
          .as("%s B at %s b/s, seed %d", bytes, rate, SEED)
          .isGreaterThanOrEqualTo(-rounding)
          .isLessThan(1 + rounding);
    }
  }

  @Test
  void drainingTooLongIsRefused() {
    assertThatThrownBy(() -> drainPs(1e10, 1e-3))
        .isInstanceOf(TimeOverflowException.class)
        .hasMessageStartingWith("simulated time exceeds 106 days");
    assertThatThrownBy(() -> drainPs(1, 0)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> drainPs(0, 0)).isInstanceOf(ArithmeticException.class);
    assertThat(drainPs(1.14e6, 1)).isEqualTo(9_120_000_000_000_000_000L);
  }

  @ParameterizedTest(name = "{0} s are {1} ps")
  @CsvSource({
    "0, 0",
    "1, 1000000000000",
    "1.5e-6, 1500000",
    "0.1, 100000000000",
    "0.4e-12, 0",
    "0.6e-12, 1",
    "9.1e6, 9100000000000000000",
  })
  void secondsBecomeTheNearestPicosecond(double seconds, long expectedPs) {
    assertThat(Durations.ofSeconds(seconds)).isEqualTo(expectedPs);
    assertThat(Durations.toSeconds(expectedPs)).isCloseTo(seconds, within(0.5e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {9.3e6, Double.MAX_VALUE, Double.POSITIVE_INFINITY})
  void secondsBeyond106DaysAreRejected(double seconds) {
    assertThatThrownBy(() -> Durations.ofSeconds(seconds))
        .isInstanceOf(TimeOverflowException.class)
        .hasMessageStartingWith("simulated time exceeds 106 days");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-12, Double.NaN})
  void secondsThatAreNoDurationAreRejected(double seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.ofSeconds(seconds))
        .withMessageContaining(Double.toString(seconds));
  }

  @Test
  void sumsBeyondTheRangeAreRejected() {
    assertThat(Durations.add(Long.MAX_VALUE - 5, 5)).isEqualTo(Long.MAX_VALUE);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Durations.add(Long.MAX_VALUE - 5, 6))
        .withMessageContaining("106 days");
    assertThatExceptionOfType(TimeOverflowException.class)
        .isThrownBy(() -> Durations.add(7_200_000_000_071_784_079L, 3_600_000_000_000_000_000L))
        .withMessage("simulated time exceeds 106 days: 83.3 days + 41.7 days");
    assertThatExceptionOfType(TimeOverflowException.class)
        .isThrownBy(() -> Durations.add(Long.MAX_VALUE, 7_200_000_000_000_000L))
        .withMessage("simulated time exceeds 106 days: 106.8 days + 2.0 hours");
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
