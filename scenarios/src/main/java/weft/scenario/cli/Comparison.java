package weft.scenario.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import weft.scenario.assemble.Assembly;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Setting;
import weft.scenario.report.Compared;
import weft.scenario.report.ComparisonReport;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.ProgressListener;

/** The runs of a comparison file: all are read before the first one starts. */
final class Comparison {

  private final ComparisonSpec spec;
  private final Workbench workbench;
  private final List<ComparedRun> items = new ArrayList<>();

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
    ComparisonReader.check(settings);
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
    problems = problems.and(WeakScaling.problems(comparison.items));
    if (!problems.errors().isEmpty()) {
      throw new ScenarioException(problems);
    }
    return comparison;
  }

  private void read(ComparisonSpec.Run run, List<Setting> settings) {
    Path file = run.scenario();
    List<Setting> all = new ArrayList<>();
    for (String setting : run.set() == null ? List.<String>of() : run.set()) {
      all.add(Setting.parse(setting));
    }
    all.addAll(settings);
    ScenarioLoader.Loaded loaded = workbench.loader().load(file, all);
    Assembly assembly = workbench.assembler().assemble(loaded.spec());
    Path fct = run.fct();
    Path times = run.times();
    if (fct != null) {
      items.add(FlowRun.read(run, loaded, assembly, fct));
    } else if (times != null) {
      items.add(CollectiveRun.read(run, loaded, assembly, times, spec.scored()));
    } else {
      items.add(StepRun.of(run, loaded, assembly));
    }
  }

  String name() {
    return spec.name();
  }

  /** What is suspicious about the scenarios. */
  Problems warnings() {
    Problems warnings = Problems.of(List.of());
    for (ComparedRun item : items) {
      warnings = warnings.and(item.scenario().warnings());
    }
    return warnings;
  }

  /** Runs all, one after the other. */
  Outcome run(ProgressListener progress) {
    Simulations simulations = new Simulations(progress);
    List<Compared> compared = new ArrayList<>();
    for (ComparedRun item : items) {
      Compared run = item.compare(simulations);
      if (run == null) {
        return new Outcome(new ComparisonReport(spec, compared), false);
      }
      compared.add(run);
    }
    return new Outcome(new ComparisonReport(spec, compared), true);
  }

  /**
   * What came of the runs.
   *
   * @param report on the runs that ended
   * @param complete false if they were interrupted
   */
  record Outcome(ComparisonReport report, boolean complete) {}
}
