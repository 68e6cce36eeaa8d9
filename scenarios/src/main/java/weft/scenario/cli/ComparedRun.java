package weft.scenario.cli;

import weft.scenario.report.Compared;
import weft.scenario.assemble.Assembly;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.SimulationResult;

/** A run of a comparison with all that it takes. */
interface ComparedRun {

  ScenarioLoader.Loaded scenario();

  Assembly assembly();

  /** Holds what came out against what is expected. */
  Compared compare(SimulationResult result);
}
