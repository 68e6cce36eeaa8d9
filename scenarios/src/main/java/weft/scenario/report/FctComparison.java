package weft.scenario.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ComparisonSpec.Tolerance;

/**
 * Completion times of a run against what they should be.
 *
 * @param name of the run
 * @param expected what they should be, picoseconds
 * @param simulated what they are, picoseconds
 * @param ks the Kolmogorov–Smirnov distance of the two distributions: the largest difference
 *     between their shares of flows that are done at one time, 0 … 1
 * @param worstFlow the largest error of a single flow: |simulated / expected − 1|
 * @param misses which figures are farther off than allowed
 */
public record FctComparison(
    String name,
    Spread expected,
    Spread simulated,
    double ks,
    double worstFlow,
    List<String> misses)
    implements Compared {

  public FctComparison {
    misses = List.copyOf(misses);
  }

  /**
   * Figures of a distribution, picoseconds; quantiles by nearest rank.
   *
   * @param count how many values it has
   */
  public record Spread(int count, double mean, double median, double p99, double max) {

    static Spread of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return new Spread(
          sorted.length,
          Arrays.stream(sorted).sum() / sorted.length,
          rank(sorted, 0.5),
          rank(sorted, 0.99),
          sorted[sorted.length - 1]);
    }

    private static double rank(double[] sorted, double share) {
      return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
  }

  /**
   * Compares.
   *
   * @param expectedPs of each flow, above 0; at least two flows
   * @param simulatedPs of the same flows
   */
  public static FctComparison of(
      String name, double[] expectedPs, double[] simulatedPs, @Nullable Tolerance tolerance) {
    Spread expected = Spread.of(expectedPs);
    Spread simulated = Spread.of(simulatedPs);
    double worst = 0;
    for (int flow = 0; flow < expectedPs.length; flow++) {
      worst = Math.max(worst, Math.abs(error(expectedPs[flow], simulatedPs[flow])));
    }
    double ks = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(expectedPs, simulatedPs);
    List<String> misses = new ArrayList<>();
    if (tolerance != null) {
      check("mean", error(expected.mean, simulated.mean), tolerance.mean(), misses);
      check("median", error(expected.median, simulated.median), tolerance.median(), misses);
      check("p99", error(expected.p99, simulated.p99), tolerance.p99(), misses);
      check("max", error(expected.max, simulated.max), tolerance.max(), misses);
      check("flow", worst, tolerance.flow(), misses);
      check("ks", ks, tolerance.ks(), misses);
    }
    return new FctComparison(name, expected, simulated, ks, worst, misses);
  }

  /** (simulated − expected) / expected. */
  static double error(double expected, double simulated) {
    return (simulated - expected) / expected;
  }

  private static void check(
      String figure, double error, @Nullable Double allowed, List<String> misses) {
    if (allowed != null && Math.abs(error) > allowed) {
      misses.add(figure);
    }
  }
}
