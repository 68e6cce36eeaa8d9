package weft.scenario.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.parse.ExpectedTimes;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.report.Compared;
import weft.scenario.report.SizesComparison;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.ComparisonSpec.Scored;
import weft.scenario.spec.ComparisonSpec.Tolerance;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.collective.cost.Estimate;
import weft.sim.metrics.CollectiveTiming;
import weft.sim.run.SimulationResult;

/**
 * A scan of a collective, some of whose sizes have a time that they should take.
 *
 * @param name of the run
 * @param expectedPs the time of each size, in the order of the file
 */
record CollectiveRun(
    String name,
    ScenarioLoader.Loaded scenario,
    Assembly assembly,
    CollectiveJob job,
    Map<Long, Long> expectedPs,
    Scored scored,
    @Nullable Tolerance tolerance)
    implements ComparedRun {

  /**
   * Reads what the sizes of a scenario should take.
   *
   * @throws ScenarioException with all that is wrong
   */
  static CollectiveRun read(
      ComparisonSpec.Run run,
      ScenarioLoader.Loaded scenario,
      Assembly assembly,
      Path times,
      Scored scored) {
    Path file = run.scenario();
    CollectiveJob job = assembly.collective();
    if (job == null) {
      throw ScenarioException.of(
          Position.whole(file.toString()),
          "has no collective to compare. Maybe workload: { collective: … }.");
    }
    Map<Long, Long> expectedPs = ExpectedTimes.ofSizes(times);
    for (long bytes : expectedPs.keySet()) {
      if (!job.sizes().contains(bytes)) {
        throw ScenarioException.of(
            Position.whole(times.toString()),
            "has a size of %d bytes that %s does not scan. Maybe another begin, end or factor."
                .formatted(bytes, Quote.line(file.toString())));
      }
    }
    return new CollectiveRun(
        ComparedRun.name(run, scenario),
        scenario,
        assembly,
        job,
        expectedPs,
        scored,
        run.tolerance());
  }

  @Override
  public @Nullable Compared compare(Simulations simulations) {
    if (scored == Scored.PREDICTED) {
      return compare(job::predictedPs, this::choice);
    }
    SimulationResult result = simulations.of(scenario, assembly);
    return result.complete()
        ? compare(
            bytes -> timing(result, bytes).timePs(),
            bytes -> job.isByLibrary() ? choice(bytes) : timing(result, bytes).algorithm())
        : null;
  }

  private String choice(long bytes) {
    Estimate choice = job.choice(bytes);
    return choice.name() + " " + choice.protocol().text();
  }

  private Compared compare(LongToDoubleFunction timePs, LongFunction<String> way) {
    List<SizesComparison.Row> rows = new ArrayList<>();
    expectedPs.forEach(
        (bytes, expected) ->
            rows.add(
                new SizesComparison.Row(
                    bytes,
                    way.apply(bytes),
                    expected,
                    timePs.applyAsDouble(bytes),
                    job.predictedPs(bytes))));
    return SizesComparison.of(name, rows, tolerance);
  }

  private static CollectiveTiming timing(SimulationResult result, long bytes) {
    return result.collectives().stream()
        .filter(timing -> timing.bytes() == bytes)
        .findFirst()
        .orElseThrow();
  }
}
