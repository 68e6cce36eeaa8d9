package weft.scenario.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.ComparisonSpec.Tolerance;

/** Comparisons of four flows, by hand. */
final class FctComparisonTest {

  private static final double[] EXPECTED = {40, 10, 20, 30};

  @Test
  void theSameIsNowhereOff() {
    FctComparison same =
        FctComparison.of("same", EXPECTED, EXPECTED, new Tolerance(0., 0., 0., 0., 0., 0., null));
    assertThat(same.misses()).isEmpty();
    assertThat(same.ks()).isZero();
    assertThat(same.worstFlow()).isZero();
    assertThat(same.expected()).isEqualTo(new FctComparison.Spread(4, 25, 20, 40, 40));
  }

  /**
   * Twice the second flow, 10 → 20: mean 27.5 of 25; median and greatest as before; the largest
   * distance is before 20, where a quarter of the flows should be done and none is.
   */
  @Test
  void oneFlowOff() {
    FctComparison off =
        FctComparison.of(
            "off",
            EXPECTED,
            new double[] {40, 20, 20, 30},
            new Tolerance(0.099, 0., 0., 0., 0.99, 0.24, null));
    assertThat(off.simulated()).isEqualTo(new FctComparison.Spread(4, 27.5, 20, 40, 40));
    assertThat(off.worstFlow()).isEqualTo(1);
    assertThat(off.ks()).isEqualTo(0.25);
    assertThat(off.misses()).containsExactly("mean", "flow", "ks");
  }

  /** Each flow has the time of another: the distribution is that of before. */
  @Test
  void theSameDistributionOfOtherFlows() {
    double[] others = {10, 40, 30, 20};
    FctComparison swapped =
        FctComparison.of(
            "swapped", EXPECTED, others, new Tolerance(0., 0., 0., 0., null, 0., null));
    assertThat(swapped.misses()).isEmpty();
    assertThat(swapped.worstFlow()).isEqualTo(3);
  }

  @Test
  void distributionsThatDoNotOverlapAreOneApart() {
    double[] slower = {41, 51, 61, 71};
    FctComparison far = FctComparison.of("far", EXPECTED, slower, null);
    assertThat(far.ks()).isEqualTo(1);
    assertThat(far.misses()).as("without a tolerance").isEmpty();
  }

  /** Too fast is off as too slow is; the bound itself is near enough. */
  @Test
  void errorsHaveASign() {
    double[] faster = {20, 5, 10, 15};
    FctComparison half =
        FctComparison.of(
            "half", EXPECTED, faster, new Tolerance(0.5, 0.5, 0.49, 0.5, 0.5, null, null));
    assertThat(half.misses()).containsExactly("p99");
    assertThat(FctComparison.error(40, 20)).isCloseTo(-0.5, within(0.0));
  }

  @Test
  void reportsBeginWithTheMisses() {
    Tolerance none = new Tolerance(0., null, null, null, null, null, null);
    ComparisonReport report =
        new ComparisonReport(
            new ComparisonSpec(
                "mine", List.of(), ComparisonSpec.Scored.SIMULATED, null, null, null),
            List.of(
                FctComparison.of("near", micros(EXPECTED), micros(EXPECTED), none),
                FctComparison.of("far", micros(EXPECTED), micros(40, 20, 20, 30), none)));
    assertThat(report.misses()).isEqualTo(1);
    assertThat(report.text())
        .isEqualTo(
            """
            run   flows  mean           median   99 %   max            flow    KS  misses
                           us                            us         at most
            far       4  27.5  +10.0 %   0.0 %  0.0 %  40.0  0.0 %  100.0 %  0.25  mean
            near      4  25.0    0.0 %   0.0 %  0.0 %  40.0  0.0 %    0.0 %  0.00

            mine: 2 runs compared with what is expected, 1 too far off
            """);
    assertThat(report.markdown())
        .endsWith(
            """
            | far | 4 | 25.0 | 27.5 | +10.0 % | 0.0 % | 0.0 % | 40.0 | 40.0 | 0.0 % | 0.25 | **mean** |
            | near | 4 | 25.0 | 25.0 | 0.0 % | 0.0 % | 0.0 % | 40.0 | 40.0 | 0.0 % | 0.00 | – |
            """);
    assertThat(report.csv())
        .contains("\nfar,4,25.0,27.5,20.0,20.0,40.0,40.0,40.0,40.0,1.000000,0.2500,mean\n");
  }

  private static double[] micros(double... values) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = values[i] * 1e6;
    }
    return scaled;
  }
}
