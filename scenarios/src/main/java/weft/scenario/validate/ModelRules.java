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
    if (!(spec instanceof ModelSpec.Custom model)) {
      return dimensions(spec, catalogue);
    }
    ModelSpec.Latent latent = model.latent();
    if (latent == null) {
      heads(model, key, findings);
    } else {
      latent(model, latent, key, findings);
    }
    ModelSpec.Experts experts = model.experts();
    if (experts != null && experts.active() > experts.count()) {
      findings.error(
          key + ".experts.active",
          "a token cannot go to %s of %s experts. Maybe %s."
              .formatted(grouped(experts.active()), grouped(experts.count()), experts.count()));
    }
    if (experts != null && experts.denseLayers() >= model.layers()) {
      findings.error(
          key + ".experts.dense-layers",
          "after %s of %s layers there is none to have experts. Maybe %s."
              .formatted(
                  grouped(experts.denseLayers()),
                  grouped(model.layers()),
                  model.layers() == 1 ? "0" : "1, or no experts"));
    }
    if (experts != null) {
      groups(experts, key + ".experts", findings);
    }
    return model;
  }

  /** What the catalogue says of a model with a name, or what the scenario says. */
  static ModelSpec.Custom dimensions(ModelSpec spec, Catalogue catalogue) {
    return spec instanceof ModelSpec.Custom custom
        ? custom
        : catalogue.model(((ModelSpec.Known) spec).name());
  }

  private static void heads(ModelSpec.Custom model, String key, Findings findings) {
    EvenDivision hidden =
        new EvenDivision("a hidden width of " + grouped(model.hidden()), model.hidden(), "heads");
    if (model.headSize() == null && !hidden.isEven(model.heads())) {
      findings.error(
          key + ".heads",
          hidden.problem(model.heads(), heads -> true, "") + " Or their width, head-size: 128.");
    }
    EvenDivision heads =
        new EvenDivision(grouped(model.heads()) + " heads", model.heads(), "heads of keys");
    if (!heads.isEven(model.keyValueHeads())) {
      findings.error(key + ".kv-heads", heads.problem(model.keyValueHeads(), parts -> true, ""));
    }
  }

  /** What is compressed has to be narrower than what comes out of it. */
  private static void latent(
      ModelSpec.Custom model, ModelSpec.Latent latent, String key, Findings findings) {
    if (model.kvHeads() != null) {
      findings.error(
          key + ".kv-heads",
          "is %s, but with latent attention each head has keys and values of its own, from what"
                  .formatted(grouped(model.kvHeads()))
              + " is compressed. Maybe leave it out.");
    }
    if (model.headSize() != null) {
      findings.error(
          key + ".head-size",
          "is %s, but with latent attention it is a key of that. Maybe latent: { head-size: %d }."
              .formatted(grouped(model.headSize()), model.headSize()));
    }
    long keysAndValues = (long) model.heads() * (latent.headSize() + latent.valueWidth());
    if (latent.kvRank() >= keysAndValues) {
      findings.error(
          key + ".latent.kv-rank",
          "%s compresses nothing: keys and values of %s heads are %s wide. Maybe %d."
              .formatted(
                  grouped(latent.kvRank()),
                  grouped(model.heads()),
                  grouped(keysAndValues),
                  Math.max(1, keysAndValues / 2)));
    }
    long queries = (long) model.heads() * (latent.headSize() + latent.positionSize());
    Integer queryRank = latent.queryRank();
    if (queryRank != null && queryRank >= queries) {
      findings.error(
          key + ".latent.query-rank",
          "%s compresses nothing: queries of %s heads are %s wide. Maybe leave it out."
              .formatted(grouped(queryRank), grouped(model.heads()), grouped(queries)));
    }
    if (latent.positionSize() % 2 != 0) {
      findings.error(
          key + ".latent.position-size",
          "is %s, but rotary positions turn pairs of numbers. Maybe %d."
              .formatted(grouped(latent.positionSize()), latent.positionSize() + 1));
    }
  }

  /** A token finds its experts in some of equal groups. */
  private static void groups(ModelSpec.Experts experts, String key, Findings findings) {
    EvenDivision division =
        new EvenDivision(grouped(experts.count()) + " experts", experts.count(), "groups");
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
