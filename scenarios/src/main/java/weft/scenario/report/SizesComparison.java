package weft.scenario.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ComparisonSpec.Tolerance;

/**
 * Times of a collective by size against what they should be.
 *
 * @param name of the run
 * @param rows in the order of what is expected
 * @param misses which figures are farther off than allowed
 */
public record SizesComparison(String name, List<Row> rows, List<String> misses)
    implements Compared {

  public SizesComparison {
    rows = List.copyOf(rows);
    misses = List.copyOf(misses);
  }

  /**
   * A size.
   *
   * @param bytes size as nccl-tests counts it
   * @param way algorithm and protocol
   * @param expectedPs what its time should be, picoseconds
   * @param timePs what it is, picoseconds
   * @param predictedPs what the cost model says, picoseconds
   */
  public record Row(long bytes, String way, double expectedPs, double timePs, double predictedPs) {

    /** (time − expected) / expected. */
    public double error() {
      return FctComparison.error(expectedPs, timePs);
    }

    /** The same of the predicted time. */
    public double predictedError() {
      return FctComparison.error(expectedPs, predictedPs);
    }
  }

  /**
   * Compares.
   *
   * @param rows at least one
   */
  public static SizesComparison of(String name, List<Row> rows, @Nullable Tolerance tolerance) {
    boolean isFar = tolerance != null && tolerance.mean() != null && mean(rows) > tolerance.mean();
    return new SizesComparison(name, rows, isFar ? List.of("mean") : List.of());
  }

  /** The mean of |error|. */
  public double mean() {
    return mean(rows);
  }

  static double mean(List<Row> rows) {
    return rows.stream().mapToDouble(row -> Math.abs(row.error())).average().orElse(0);
  }

  static double predictedMean(List<Row> rows) {
    return rows.stream().mapToDouble(row -> Math.abs(row.predictedError())).average().orElse(0);
  }

  /** The row that is farthest off. */
  Row worst() {
    Row worst = rows.get(0);
    for (Row row : rows) {
      worst = Math.abs(row.error()) > Math.abs(worst.error()) ? row : worst;
    }
    return worst;
  }
}
