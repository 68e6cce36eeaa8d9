package weft.scenario.cli;

import java.util.HashMap;
import java.util.Map;
import weft.scenario.assemble.Assembly;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;

/** Results of a comparison's scenarios, each simulated once however often it is compared. */
final class Simulations {

  private final ProgressListener progress;
  private final Map<ScenarioSpec, SimulationResult> done = new HashMap<>();

  Simulations(ProgressListener progress) {
    this.progress = progress;
  }

  /** What came of a scenario; incomplete if it was interrupted. */
  SimulationResult of(ScenarioLoader.Loaded scenario, Assembly assembly) {
    return done.computeIfAbsent(
        scenario.spec(),
        any -> scenario.run(() -> Simulation.run(assembly.simulation(), progress)));
  }
}
