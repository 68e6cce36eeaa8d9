package weft.scenario.cli;

import java.nio.file.Path;
import java.util.Set;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.parse.Position;
import weft.scenario.parse.ScenarioException;
import weft.scenario.spec.ProtocolName;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.WorkloadSpec;

/** Which ways to do a collective are simulated; the others can be predicted. */
final class SimulatedWays {

  private SimulatedWays() {}

  /**
   * Refuses to simulate another way than the one that a scenario asks for.
   *
   * @throws ScenarioException if that is not simulated
   */
  static void require(Path file, ScenarioSpec scenario, Assembly assembly) {
    CollectiveJob collective = assembly.collective();
    if (collective != null
        && isAskedFor(scenario)
        && !collective.isSimulated(collective.sizes().get(0))) {
      throw ScenarioException.of(
          Position.whole(file.toString()),
          "asks for an algorithm or a protocol that is not simulated yet: only the ring with"
              + " simple is. Maybe a comparison with scored: predicted.");
    }
  }

  /** Whether a way to do its collective is asked for, rather than left to the library. */
  private static boolean isAskedFor(ScenarioSpec scenario) {
    return scenario.workload() instanceof WorkloadSpec.Collective spec
        && (spec.protocol() != ProtocolName.AUTO
            || !Set.of(WorkloadSpec.Collective.AUTO, "ring").contains(spec.algorithm()));
  }
}
