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
    return model;
  }
}
