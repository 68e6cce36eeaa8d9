package weft.scenario.validate;

import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.FabricSpec;
import weft.scenario.spec.SwitchOpticsSpec;

/** Which settings of a dragonfly or torus have an effect. */
final class DirectFabricRules {

  private static final String ONE_GROUP = "with one group there are no links between groups";

  private DirectFabricRules() {}

  static void apply(FabricSpec fabric, Findings findings) {
    if (fabric instanceof DirectFabricSpec.Dragonfly dragonfly) {
      String path = "fabric.dragonfly";
      Integer groups = dragonfly.groups();
      groups(path, groups != null && groups == 1, findings);
      if (dragonfly.rows() == 1) {
        findings.noEffect(path + ".links-per-column-pair", "with one row there are no columns");
      }
      if (dragonfly.rows() == dragonfly.switchesPerGroup()) {
        findings.noEffect(path + ".links-per-row-pair", "a row is a single switch");
      }
    } else if (fabric instanceof DirectFabricSpec.DragonflyPlus dragonfly) {
      Integer groups = dragonfly.groups();
      groups("fabric.dragonfly-plus", groups != null && groups == 1, findings);
    } else if (fabric instanceof DirectFabricSpec.SwitchTorus torus) {
      SwitchOpticsSpec optics = torus.optics();
      if (optics != null) {
        findings.noEffect("fabric.switch-torus.optics.global", "a torus has no groups");
      }
    }
  }

  private static void groups(String path, boolean one, Findings findings) {
    if (one) {
      findings.noEffect(path + ".links-per-group-pair", ONE_GROUP);
      findings.noEffect(path + ".global-arrangement", ONE_GROUP);
      findings.noEffect(path + ".global-rate", ONE_GROUP);
      findings.noEffect(path + ".optics.global", ONE_GROUP);
    }
  }
}
