package weft.scenario.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.FlowJob;
import weft.scenario.parse.ExpectedTimes;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.report.Compared;
import weft.scenario.report.FctComparison;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.ComparisonSpec.Tolerance;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.SimulationResult;

/**
 * Flows, of which each has a completion time that it should come to.
 *
 * @param name of the run
 * @param expectedPs completion time of each flow, in the order of the flows
 */
record FlowRun(
    String name,
    ScenarioLoader.Loaded scenario,
    Assembly assembly,
    double[] expectedPs,
    @Nullable Tolerance tolerance)
    implements ComparedRun {

  /**
   * Reads what the flows of a scenario should come to.
   *
   * @throws ScenarioException with all that is wrong
   */
  static FlowRun read(
      ComparisonSpec.Run run, ScenarioLoader.Loaded scenario, Assembly assembly, Path fct) {
    Path file = run.scenario();
    FlowJob flows = assembly.flows();
    if (flows == null) {
      throw ScenarioException.of(
          Position.whole(file.toString()),
          "has no flows to compare. Maybe workload: { flows: … }.");
    }
    double[] expectedPs = inOrder(file, fct, flows.ids(), ExpectedTimes.ofFlows(fct));
    return new FlowRun(
        ComparedRun.name(run, scenario), scenario, assembly, expectedPs, run.tolerance());
  }

  @Override
  public @Nullable Compared compare(Simulations simulations) {
    SimulationResult result = simulations.of(scenario, assembly);
    return result.complete()
        ? FctComparison.of(
            name,
            expectedPs,
            result.flowTimes().completionsPs().asDoubleStream().toArray(),
            tolerance)
        : null;
  }

  private static double[] inOrder(Path file, Path fct, List<String> ids, Map<String, Long> times) {
    Position reference = Position.whole(fct.toString());
    if (ids.size() < 2) {
      throw ScenarioException.of(
          Position.whole(file.toString()), "has one flow; two make a distribution.");
    }
    if (times.size() != ids.size()) {
      throw ScenarioException.of(
          reference,
          "tells of %,d flows, but %s has %,d."
              .formatted(times.size(), Quote.line(file.toString()), ids.size()));
    }
    double[] expectedPs = new double[ids.size()];
    for (int flow = 0; flow < expectedPs.length; flow++) {
      Long timePs = times.get(ids.get(flow));
      if (timePs == null) {
        throw ScenarioException.of(
            reference,
            "does not tell of flow %s of %s."
                .formatted(Quote.line(ids.get(flow)), Quote.line(file.toString())));
      }
      expectedPs[flow] = timePs;
    }
    return expectedPs;
  }
}
