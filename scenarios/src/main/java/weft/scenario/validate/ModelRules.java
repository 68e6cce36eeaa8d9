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
    return model;
  }

  private static void heads(ModelSpec.Custom model, String key, Findings findings) {
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
}
