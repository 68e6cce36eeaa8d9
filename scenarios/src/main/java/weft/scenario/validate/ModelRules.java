package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ModelSpec;

/** Rules of a model, whatever is done with it. */
final class ModelRules {

  private ModelRules() {}

  /**
   * Applies them.
   *
   * @param key where the model is given
   * @return its dimensions
   */
  static ModelSpec.Custom apply(
      ModelSpec spec, String key, Catalogue catalogue, Findings findings) {
    if (spec instanceof ModelSpec.Known known) {
      return catalogue.model(known.name());
    }
    ModelSpec.Custom model = (ModelSpec.Custom) spec;
    Division hidden =
        new Division("a hidden width of " + grouped(model.hidden()), model.hidden(), "heads");
    if (!hidden.isEven(model.heads())) {
      findings.error(key + ".heads", hidden.problem(model.heads(), heads -> true, ""));
    }
    Division heads =
        new Division(grouped(model.heads()) + " heads", model.heads(), "heads of keys");
    if (!heads.isEven(model.keyValueHeads())) {
      findings.error(key + ".kv-heads", heads.problem(model.keyValueHeads(), parts -> true, ""));
    }
    ModelSpec.Experts experts = model.experts();
    if (experts != null && experts.active() > experts.count()) {
      findings.error(
          key + ".experts.active",
          "a token cannot go to %s of %s experts. Maybe %s."
              .formatted(grouped(experts.active()), grouped(experts.count()), experts.count()));
    }
    if (experts != null) {
      groups(experts, key + ".experts", findings);
    }
    return model;
  }

  /** A token finds its experts in some of equal groups. */
  private static void groups(ModelSpec.Experts experts, String key, Findings findings) {
    Division division =
        new Division(grouped(experts.count()) + " experts", experts.count(), "groups");
    int used = experts.usedGroups();
    if (!division.isEven(experts.groups())) {
      findings.error(key + ".groups", division.problem(experts.groups(), parts -> true, ""));
    } else if (used > experts.groups()) {
      findings.error(
          key + ".active-groups",
          "a token cannot use %s of %s groups. Maybe %d."
              .formatted(grouped(used), grouped(experts.groups()), experts.groups()));
    } else if (experts.active() <= experts.count()
        && experts.active() > experts.count() / experts.groups() * used) {
      int ofGroup = experts.count() / experts.groups();
      findings.error(
          key + ".active-groups",
          "in %s of %s groups there are %s experts, and a token goes to %s. Maybe %d."
              .formatted(
                  grouped(used),
                  grouped(experts.groups()),
                  grouped((long) ofGroup * used),
                  grouped(experts.active()),
                  (experts.active() + ofGroup - 1) / ofGroup));
    }
    if (experts.groups() == used) {
      findings.noEffect(key + ".groups", "a token may use all of them");
      findings.noEffect(key + ".active-groups", "a token may use all of them");
    }
  }
}
