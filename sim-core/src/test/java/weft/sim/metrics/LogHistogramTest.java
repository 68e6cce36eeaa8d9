package weft.sim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogHistogramTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_023, 1_024, 2_047, 2_048, 4_097, 123_456_789_012L, Long.MAX_VALUE})
  void oneValueComesBackWithinHalfABucket(long value) {
    LogHistogram histogram = new LogHistogram();
    histogram.add(value, 1);
    assertThat((double) histogram.quantile(0.5)).isCloseTo((double) value, within(value / 2_000.0));
  }

  @Test
  void quantilesAgreeWithSorting() {
    SplittableRandom random = new SplittableRandom(7);
    LogHistogram histogram = new LogHistogram();
    long[] values = new long[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.exp(random.nextDouble() * 40);
      histogram.add(values[i], 1);
    }
    Arrays.sort(values);
    for (double share : new double[] {0.001, 0.25, 0.5, 0.9, 0.99, 1}) {
      double exact = values[(int) Math.ceil(share * values.length) - 1];
      assertThat((double) histogram.quantile(share)).isCloseTo(exact, within(1 + exact / 1_000));
    }
    assertThat(histogram.total()).isEqualTo(values.length);
  }
}
