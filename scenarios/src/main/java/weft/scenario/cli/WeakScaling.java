package weft.scenario.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.sim.workload.llm.TrainingPlan;

/** Holds the runs of a series to what makes it one: more and more GPUs, each with as much to do. */
final class WeakScaling {

  private WeakScaling() {}

  /** What is wrong with the series of these runs. */
  static Problems problems(List<ComparedRun> runs) {
    Problems problems = Problems.of(List.of());
    Map<String, StepRun> firsts = new HashMap<>();
    for (ComparedRun item : runs) {
      if (item instanceof StepRun run && run.run().series() != null) {
        StepRun first = firsts.putIfAbsent(run.run().series(), run);
        String difference = first == null ? "" : difference(first, run);
        if (!difference.isEmpty()) {
          problems =
              problems.and(
                  ScenarioException.of(
                          Position.whole(run.run().scenario().toString()),
                          "%s is no run of the series %s: %s. Maybe another series."
                              .formatted(
                                  ComparedRun.name(run.run(), run.scenario()),
                                  run.run().series(),
                                  difference))
                      .problems());
        }
      }
    }
    return problems;
  }

  /** What two runs of a series may not differ in; empty if they do not. */
  private static String difference(StepRun first, StepRun run) {
    TrainingPlan one = first.job().plan();
    TrainingPlan other = run.job().plan();
    if (!one.model().equals(other.model())) {
      return "it trains another model than " + ComparedRun.name(first.run(), first.scenario());
    }
    if (one.ranks() == other.ranks()) {
      return "it has %d GPUs as %s"
          .formatted(other.ranks(), ComparedRun.name(first.run(), first.scenario()));
    }
    if (one.stepTokens() * other.ranks() != other.stepTokens() * one.ranks()) {
      return "it has %d tokens for %d GPUs, %s has %d for %d"
          .formatted(
              other.stepTokens(),
              other.ranks(),
              ComparedRun.name(first.run(), first.scenario()),
              one.stepTokens(),
              one.ranks());
    }
    return "";
  }
}
