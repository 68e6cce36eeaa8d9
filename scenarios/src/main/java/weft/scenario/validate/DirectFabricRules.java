package weft.scenario.validate;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.DirectFabricSpec;
import weft.scenario.spec.FabricSpec;

/** Which settings of a dragonfly or torus have an effect. */
final class DirectFabricRules {

  private static final String ONE_GROUP = "with one group there are no links between groups";

  private static final String NO_GROUPS = "a torus has no groups";

  private DirectFabricRules() {}

  static void apply(FabricSpec fabric, Findings findings) {
    if (fabric instanceof DirectFabricSpec.Dragonfly dragonfly) {
      String path = "fabric.dragonfly";
      Integer groups = dragonfly.groups();
      groups(path, groups != null && groups == 1, findings);
      unused(
          path,
          groups,
          dragonfly.switchesPerGroup() * dragonfly.globalLinksPerSwitch(),
          dragonfly.linksPerGroupPair(),
          findings);
      if (dragonfly.rows() == 1) {
        findings.noEffect(path + ".links-per-column-pair", "with one row there are no columns");
      }
      if (dragonfly.rows() == dragonfly.switchesPerGroup()) {
        findings.noEffect(path + ".links-per-row-pair", "a row is a single switch");
      }
    } else if (fabric instanceof DirectFabricSpec.DragonflyPlus dragonfly) {
      Integer groups = dragonfly.groups();
      String path = "fabric.dragonfly-plus";
      groups(path, groups != null && groups == 1, findings);
      unused(
          path,
          groups,
          dragonfly.spinesPerGroup() * dragonfly.globalLinksPerSpine(),
          dragonfly.linksPerGroupPair(),
          findings);
    } else if (fabric instanceof DirectFabricSpec.SwitchTorus torus) {
      if (torus.optics() != null) {
        findings.noEffect("fabric.switch-torus.optics.global", NO_GROUPS);
      }
      if (torus.cables() != null) {
        findings.noEffect("fabric.switch-torus.cables.global", NO_GROUPS);
      }
    }
  }

  /** Warns of ports for links to other groups to which nothing is joined. */
  private static void unused(
      String path,
      @Nullable Integer groups,
      int ports,
      @Nullable Integer linksPerPair,
      Findings findings) {
    int others = groups == null ? ports : groups - 1;
    if (others == 0) {
      return;
    }
    int used = others * (linksPerPair == null ? ports / others : linksPerPair);
    if (used < ports) {
      findings.warning(
          path,
          "%s of the %s global ports of each group stay unused: links to each of %s others, %s each, take the rest."
              .formatted(
                  Findings.grouped(ports - used),
                  Findings.grouped(ports),
                  Findings.grouped(others),
                  Findings.grouped(used / others)));
    }
  }

  private static void groups(String path, boolean one, Findings findings) {
    if (one) {
      findings.noEffect(path + ".links-per-group-pair", ONE_GROUP);
      findings.noEffect(path + ".global-arrangement", ONE_GROUP);
      findings.noEffect(path + ".global-rate", ONE_GROUP);
      findings.noEffect(path + ".optics.global", ONE_GROUP);
      findings.noEffect(path + ".cables.global", ONE_GROUP);
    }
  }
}
