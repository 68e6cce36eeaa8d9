package weft.scenario.cli;

import org.jspecify.annotations.Nullable;
import weft.scenario.report.Compared;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.validate.ScenarioLoader;

/** A run of a comparison with all that it takes. */
interface ComparedRun {

  ScenarioLoader.Loaded scenario();

  /** Simulates, and holds what came out against what is expected; null if it was interrupted. */
  @Nullable Compared compare(Simulations simulations);

  /** What reports call a run of a scenario. */
  static String name(ComparisonSpec.Run run, ScenarioLoader.Loaded scenario) {
    return run.label() == null ? scenario.spec().name() : run.label();
  }
}
