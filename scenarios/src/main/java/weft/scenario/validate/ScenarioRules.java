package weft.scenario.validate;

import java.util.OptionalInt;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Problems;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.ScenarioSpec;
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
    OptionalInt gpus = gpus(spec.fabric(), draft, catalogue, findings);
    NetworkRules.apply(spec, gpus, findings);
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

  /** Number of GPUs, if the fabric is sound as far as that number goes and can be built. */
  private static OptionalInt gpus(
      FabricSpec fabric, Draft draft, Catalogue catalogue, Findings findings) {
    if (!draft.soundButForQuantities("fabric")) {
      return OptionalInt.empty();
    }
    String path = "fabric";
    if (fabric instanceof FabricSpec.Superpod) {
      path = "fabric.superpod";
    } else if (fabric instanceof FabricSpec.FatTree) {
      path = "fabric.fat-tree";
    } else if (fabric instanceof FabricSpec.ThreeTier) {
      path = "fabric.three-tier";
    } else if (fabric instanceof FabricSpec.LeafSpine) {
      path = "fabric.leaf-spine";
    } else if (fabric instanceof FabricSpec.SingleSwitch) {
      path = "fabric.single-switch";
    } else if (fabric instanceof FabricSpec.Custom) {
      path = "fabric.custom.file";
    }
    try {
      return OptionalInt.of(catalogue.fabric(fabric).gpus());
    } catch (IllegalArgumentException e) {
      findings.error(path, String.valueOf(e.getMessage()));
      return OptionalInt.empty();
    }
  }
}
