package weft.scenario.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.FlowJob;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.CompletionTimes;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;
import weft.scenario.report.ComparisonReport;
import weft.scenario.report.FctComparison;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;

/** The runs of a comparison file: all are read before the first one starts. */
final class Comparison {

  private final ComparisonSpec spec;
  private final Workbench workbench;
  private final List<Item> items = new ArrayList<>();

  /**
   * A run with all that it takes.
   *
   * @param expectedPs completion time of each flow, in the order of the flows
   */
  private record Item(
      ComparisonSpec.Run run,
      ScenarioLoader.Loaded scenario,
      Assembly assembly,
      double[] expectedPs) {}

  private Comparison(ComparisonSpec spec, Workbench workbench) {
    this.spec = spec;
    this.workbench = workbench;
  }

  /**
   * Reads a comparison and all that it names.
   *
   * @param settings values of the command line, for each of the scenarios
   * @throws ScenarioException with all that is wrong
   */
  static Comparison read(Path file, List<Setting> settings, Workbench workbench) {
    ComparisonSpec spec = new ComparisonReader(workbench.names()).read(file);
    Comparison comparison = new Comparison(spec, workbench);
    Problems problems = Problems.of(List.of());
    for (ComparisonSpec.Run run : spec.runs()) {
      try {
        comparison.read(run, settings);
      } catch (ScenarioException e) {
        problems = problems.and(e.problems());
      }
    }
    if (!problems.errors().isEmpty()) {
      throw new ScenarioException(problems);
    }
    return comparison;
  }

  private void read(ComparisonSpec.Run run, List<Setting> settings) {
    ScenarioLoader.Loaded loaded = workbench.loader().load(run.scenario(), settings);
    if (!(loaded.spec().workload() instanceof WorkloadSpec.Flows)) {
      throw ScenarioException.of(
          Position.whole(run.scenario().toString()),
          "has no flows to compare. Maybe workload: { flows: … }.");
    }
    Map<String, Long> expected = CompletionTimes.read(run.fct());
    Assembly assembly = workbench.assembler().assemble(loaded.spec());
    FlowJob flows = assembly.flows();
    if (flows == null) {
      throw new IllegalStateException("a scenario of flows without flows");
    }
    items.add(new Item(run, loaded, assembly, inOrder(run, flows.ids(), expected)));
  }

  String name() {
    return spec.name();
  }

  /** What is suspicious about the scenarios. */
  Problems warnings() {
    Problems warnings = Problems.of(List.of());
    for (Item item : items) {
      warnings = warnings.and(item.scenario().warnings());
    }
    return warnings;
  }

  /** Runs all, one after the other. */
  Outcome run(ProgressListener progress) {
    List<FctComparison> compared = new ArrayList<>();
    boolean complete = true;
    for (Item item : items) {
      SimulationResult result = Simulation.run(item.assembly().simulation(), progress);
      complete = result.complete();
      if (!complete) {
        break;
      }
      compared.add(
          FctComparison.of(
              item.scenario().spec().name(),
              item.expectedPs(),
              result.flowTimes().completionsPs().asDoubleStream().toArray(),
              item.run().tolerance()));
    }
    return new Outcome(new ComparisonReport(spec.name(), compared), complete);
  }

  /**
   * What came of the runs.
   *
   * @param report on the runs that ended
   * @param complete false if they were interrupted
   */
  record Outcome(ComparisonReport report, boolean complete) {}

  private static double[] inOrder(
      ComparisonSpec.Run run, List<String> ids, Map<String, Long> times) {
    Position reference = Position.whole(run.fct().toString());
    if (ids.size() < 2) {
      throw ScenarioException.of(
          Position.whole(run.scenario().toString()), "has one flow; two make a distribution.");
    }
    if (times.size() != ids.size()) {
      throw ScenarioException.of(
          reference,
          "tells of %,d flows, but %s has %,d."
              .formatted(times.size(), Quote.line(run.scenario().toString()), ids.size()));
    }
    double[] expectedPs = new double[ids.size()];
    for (int flow = 0; flow < expectedPs.length; flow++) {
      Long timePs = times.get(ids.get(flow));
      if (timePs == null) {
        throw ScenarioException.of(
            reference,
            "does not tell of flow %s of %s."
                .formatted(Quote.line(ids.get(flow)), Quote.line(run.scenario().toString())));
      }
      expectedPs[flow] = timePs;
    }
    return expectedPs;
  }
}
