package weft.scenario.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected largest of n normal values: Harter, Expected Values of Normal Order Statistics, 1961.
 */
final class SlowestGpuTest {

  @ParameterizedTest
  @CsvSource({"2, 0.56419, 0.05", "8, 1.42360, 0.01", "20, 1.86748, 0.01", "100, 2.50759, 0.01"})
  void isAsSlowAsExpected(int gpus, double deviations, double error) {
    double longer = 1 / new SlowestGpu(gpus, 0.02).speed() - 1;
    assertThat(longer).isCloseTo(0.02 * deviations, within(error * 0.02 * deviations));
  }

  @Test
  void isTheMeanIfThereIsOneOrAllAreEqual() {
    assertThat(new SlowestGpu(1, 0.02).speed()).isEqualTo(1);
    assertThat(new SlowestGpu(1_024, 0).speed()).isEqualTo(1);
  }
}
