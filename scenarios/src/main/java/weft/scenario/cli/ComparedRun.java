package weft.scenario.cli;

import org.jspecify.annotations.Nullable;
import weft.scenario.report.Compared;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.ProgressListener;

/** A run of a comparison with all that it takes. */
interface ComparedRun {

  ScenarioLoader.Loaded scenario();

  /** Simulates, and holds what came out against what is expected; null if it was interrupted. */
  @Nullable Compared compare(ProgressListener progress);
}
