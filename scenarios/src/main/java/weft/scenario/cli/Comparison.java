package weft.scenario.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.FlowJob;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.CompletionTimes;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;
import weft.scenario.report.BudgetTable;
import weft.scenario.report.ComparisonReport;
import weft.scenario.report.FctComparison;
import weft.scenario.report.StepComparison;
import weft.scenario.report.StepTable;
import weft.scenario.report.TrainingBudget;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.WorkloadSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.StepFigures;

/** The runs of a comparison file: all are read before the first one starts. */
final class Comparison {

  private final ComparisonSpec spec;
  private final Workbench workbench;
  private final List<Item> items = new ArrayList<>();

  /**
   * A run with all that it takes.
   *
   * @param expectedPs completion time of each flow, in the order of the flows; empty of a step
   */
  private record Item(
      ComparisonSpec.Run run,
      ScenarioLoader.Loaded scenario,
      Assembly assembly,
      double[] expectedPs) {

    String name() {
      return run.label() == null ? scenario.spec().name() : run.label();
    }
  }

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
    Position scenario = Position.whole(run.scenario().toString());
    List<Setting> all = new ArrayList<>();
    for (String setting : run.set() == null ? List.<String>of() : run.set()) {
      all.add(Setting.parse(setting));
    }
    all.addAll(settings);
    ScenarioLoader.Loaded loaded = workbench.loader().load(run.scenario(), all);
    WorkloadSpec workload = loaded.spec().workload();
    Assembly assembly = workbench.assembler().assemble(loaded.spec());
    long ways = Stream.of(run.fct(), run.stepPs(), run.budget()).filter(Objects::nonNull).count();
    if (ways != 1) {
      throw ScenarioException.of(
          scenario,
          ways == 0
              ? "is compared with nothing. Maybe fct: my-expected.csv, step: 8s, or budget: { … }."
              : "has more than one of fct, step and budget. Maybe two runs.");
    }
    if (run.fct() == null) {
      if (!(workload instanceof WorkloadSpec.Training)) {
        throw ScenarioException.of(
            scenario, "has no step to compare. Maybe workload: { training: … }.");
      }
      items.add(new Item(run, loaded, assembly, new double[0]));
      return;
    }
    if (!(workload instanceof WorkloadSpec.Flows)) {
      throw ScenarioException.of(
          scenario, "has no flows to compare. Maybe workload: { flows: … }.");
    }
    Path fct = Objects.requireNonNull(run.fct());
    Map<String, Long> expected = CompletionTimes.read(fct);
    FlowJob flows = assembly.flows();
    if (flows == null) {
      throw new IllegalStateException("a scenario of flows without flows");
    }
    items.add(new Item(run, loaded, assembly, inOrder(run, fct, flows.ids(), expected)));
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
    List<FctComparison> flows = new ArrayList<>();
    List<StepComparison> steps = new ArrayList<>();
    List<TrainingBudget> budgets = new ArrayList<>();
    Map<Object, SimulationResult> done = new HashMap<>();
    boolean complete = true;
    for (Item item : items) {
      SimulationResult result =
          done.computeIfAbsent(
              item.scenario().spec(),
              scenario -> Simulation.run(item.assembly().simulation(), progress));
      complete = result.complete();
      if (!complete) {
        break;
      }
      ComparisonSpec.Budget budget = item.run().budget();
      if (budget != null) {
        TrainingJob job = Objects.requireNonNull(item.assembly().training());
        budgets.add(
            TrainingBudget.of(
                item.name(), budget, StepFigures.of(job.plan(), job.gpu(), result.endPs())));
      } else if (item.run().stepPs() == null) {
        flows.add(
            FctComparison.of(
                item.name(),
                item.expectedPs(),
                result.flowTimes().completionsPs().asDoubleStream().toArray(),
                item.run().tolerance()));
      } else {
        steps.add(step(item, result));
      }
    }
    StepTable table = new StepTable(steps, spec.groups() == null ? List.of() : spec.groups());
    return new Outcome(
        new ComparisonReport(spec.name(), flows, table, new BudgetTable(budgets)), complete);
  }

  private static StepComparison step(Item item, SimulationResult result) {
    ComparisonSpec.Run run = item.run();
    return new StepComparison(
        item.name(),
        run.group() == null ? "" : run.group(),
        Objects.requireNonNull(item.assembly().training()),
        run.fitted() == OnOff.ON,
        Objects.requireNonNull(run.stepPs()),
        result.endPs(),
        run.tolerance() == null ? null : run.tolerance().step());
  }

  /**
   * What came of the runs.
   *
   * @param report on the runs that ended
   * @param complete false if they were interrupted
   */
  record Outcome(ComparisonReport report, boolean complete) {}

  private static double[] inOrder(
      ComparisonSpec.Run run, Path fct, List<String> ids, Map<String, Long> times) {
    Position reference = Position.whole(fct.toString());
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
