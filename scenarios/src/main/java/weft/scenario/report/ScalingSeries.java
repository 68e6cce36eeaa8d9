package weft.scenario.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the time of a training step changes from the smallest to the largest run of a series, where
 * each replica has as much to do in all of them (weak scaling).
 *
 * @param name of the series
 * @param fewest GPUs of the smallest run
 * @param most GPUs of the largest run
 * @param expected change of the time that it should take, as a fraction of the smallest run's
 * @param simulated the same of the simulated time
 * @param limit by how much the two may differ; 1 if by any
 */
record ScalingSeries(
    String name, int fewest, int most, double expected, double simulated, double limit) {

  /** The series of these steps, those that miss first, then the farthest off. */
  static List<ScalingSeries> of(List<StepComparison> steps, double limit) {
    List<ScalingSeries> series = new ArrayList<>();
    steps.stream()
        .filter(step -> !step.series().isEmpty())
        .collect(Collectors.groupingBy(StepComparison::series, TreeMap::new, Collectors.toList()))
        .forEach((name, members) -> series.add(of(name, members, limit)));
    series.sort(
        Comparator.comparing((ScalingSeries one) -> !one.misses())
            .thenComparing(one -> -Math.abs(one.difference())));
    return series;
  }

  private static ScalingSeries of(String name, List<StepComparison> members, double limit) {
    List<StepComparison> bySize =
        members.stream().sorted(Comparator.comparing(StepComparison::gpus)).toList();
    StepComparison first = bySize.get(0);
    StepComparison last = bySize.get(bySize.size() - 1);
    return new ScalingSeries(
        name,
        first.gpus(),
        last.gpus(),
        FctComparison.error((double) first.expectedPs(), (double) last.expectedPs()),
        FctComparison.error((double) first.simulatedPs(), (double) last.simulatedPs()),
        limit);
  }

  /** By how much the simulated change is larger than the expected one; 0.01 is a point. */
  double difference() {
    return simulated - expected;
  }

  boolean misses() {
    return Math.abs(difference()) > limit;
  }
}
