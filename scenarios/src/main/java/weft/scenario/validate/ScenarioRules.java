package weft.scenario.validate;

import java.util.Optional;
import java.util.OptionalInt;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Problems;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.ScenarioSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.WorkloadSpec;

/**
 * What must hold between the values of a scenario.
 *
 * <p>A rule is applied only if all values that it uses are sound, so that one mistake is one
 * problem; all rules are applied, so that all problems show at once.
 */
final class ScenarioRules {

  private ScenarioRules() {}

  static Problems apply(Draft draft, Catalogue catalogue) {
    ScenarioSpec spec = draft.spec();
    Findings findings = new Findings(draft);
    Optional<FabricFacts> facts = facts(spec.fabric(), draft, catalogue, findings);
    facts.ifPresent(known -> NetworkRules.apply(spec, known, findings));
    OptionalInt gpus = facts.isPresent() ? OptionalInt.of(facts.get().gpus()) : OptionalInt.empty();
    if (spec.workload() instanceof WorkloadSpec.Training training) {
      TrainingRules.apply(training, gpus, catalogue, findings);
    } else if (spec.workload() instanceof WorkloadSpec.Collective collective) {
      CollectiveRules.apply(collective, gpus, findings);
    }
    if (spec.expect() != null) {
      ExpectRules.apply(spec.expect(), spec.workload(), findings);
    }
    return findings.problems();
  }

  /** Its counts, if the fabric is sound as far as they go and can be built. */
  private static Optional<FabricFacts> facts(
      FabricSpec fabric, Draft draft, Catalogue catalogue, Findings findings) {
    if (!draft.soundButForQuantities("fabric")) {
      return Optional.empty();
    }
    try {
      return Optional.of(catalogue.fabric(fabric));
    } catch (IllegalArgumentException e) {
      findings.error("fabric." + Schema.name((Record) fabric), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
