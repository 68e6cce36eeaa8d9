package weft.scenario.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ComparisonSpec.Region;

/**
 * Times of all collectives of a range of sizes against what they should be.
 *
 * @param region which sizes
 * @param rows how many times there are
 * @param mean the mean of |error|
 * @param predictedMean the same of the predicted times
 */
record RegionComparison(Region region, int rows, double mean, double predictedMean) {

  static List<RegionComparison> of(@Nullable List<Region> regions, List<SizesComparison> runs) {
    if (regions == null) {
      return List.of();
    }
    return regions.stream().map(region -> of(region, runs)).toList();
  }

  private static RegionComparison of(Region region, List<SizesComparison> runs) {
    List<SizesComparison.Row> rows =
        runs.stream()
            .flatMap(run -> run.rows().stream())
            .filter(row -> contains(region, row.bytes()))
            .toList();
    return new RegionComparison(
        region, rows.size(), SizesComparison.mean(rows), SizesComparison.predictedMean(rows));
  }

  static boolean contains(Region region, long bytes) {
    Long from = region.fromBytes();
    Long to = region.toBytes();
    return (from == null || bytes >= from) && (to == null || bytes < to);
  }

  /** Whether they are farther off than allowed. */
  boolean misses() {
    Double allowed = region.mean();
    return allowed != null && mean > allowed;
  }

  /** Which sizes, for people. */
  String label() {
    Long from = region.fromBytes();
    Long to = region.toBytes();
    if (to == null) {
      return from == null ? "all" : "≥ " + Format.bytes(from);
    }
    return (from == null ? "" : Format.bytes(from) + " … ") + "< " + Format.bytes(to);
  }
}
