package weft.scenario.cli;

import org.jspecify.annotations.Nullable;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.TrainingJob;
import weft.scenario.parse.Position;
import weft.scenario.parse.ScenarioException;
import weft.scenario.report.Compared;
import weft.scenario.report.StepComparison;
import weft.scenario.report.TrainingBudget;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.SimulationResult;
import weft.sim.workload.llm.StepFigures;

/** A training step that has a time that it should take, or a training to be made of such steps. */
record StepRun(
    ComparisonSpec.Run run, ScenarioLoader.Loaded scenario, Assembly assembly, TrainingJob job)
    implements ComparedRun {

  /**
   * A step of a scenario.
   *
   * @throws ScenarioException if it has none
   */
  static StepRun of(ComparisonSpec.Run run, ScenarioLoader.Loaded scenario, Assembly assembly) {
    TrainingJob job = assembly.training();
    if (job == null) {
      throw ScenarioException.of(
          Position.whole(run.scenario().toString()),
          "has no step to compare. Maybe workload: { training: … }.");
    }
    return new StepRun(run, scenario, assembly, job);
  }

  @Override
  public @Nullable Compared compare(Simulations simulations) {
    SimulationResult result = simulations.of(scenario, assembly);
    if (!result.complete()) {
      return null;
    }
    String name = ComparedRun.name(run, scenario);
    Long expectedPs = run.stepPs();
    if (expectedPs != null) {
      return new StepComparison(
          name,
          run.group() == null ? "" : run.group(),
          run.series() == null ? "" : run.series(),
          job,
          run.fitted() == OnOff.ON,
          expectedPs,
          result.endPs(),
          run.tolerance() == null ? null : run.tolerance().step());
    }
    ComparisonSpec.Budget budget = run.budget();
    if (budget == null) {
      throw new IllegalStateException("a step without a time or a budget");
    }
    return TrainingBudget.of(name, budget, StepFigures.of(job.plan(), job.gpu(), result.endPs()));
  }
}
