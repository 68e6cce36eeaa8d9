package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;
import weft.sim.workload.llm.TrainingPlan;

/**
 * How a model is divided among GPUs. A number is suggested only if tensor × pipeline then divides
 * the number of GPUs, so that there is a number of replicas that fits.
 */
final class ModelDivisions {

  private final EvenDivision layers;
  private final EvenDivision heads;
  private final EvenDivision feedForward;
  private final int chunks;
  private final int whole;
  private final int tensor;
  private final int pipeline;
  private final boolean uneven;

  ModelDivisions(ModelSpec.Custom model, ParallelismSpec parallelism) {
    chunks = parallelism.virtualStages();
    layers =
        chunks > 1
            ? new EvenDivision(
                "%s layers, in %s virtual stages,"
                    .formatted(grouped(model.layers()), grouped(chunks)),
                model.layers() % chunks == 0 ? model.layers() / chunks : model.layers(),
                "stages")
            : new EvenDivision(grouped(model.layers()) + " layers", model.layers(), "stages");
    whole = model.layers();
    heads = new EvenDivision(grouped(model.heads()) + " attention heads", model.heads(), "GPUs");
    feedForward =
        new EvenDivision(
            "a feed-forward width of " + grouped(model.feedForward()), model.feedForward(), "GPUs");
    tensor = parallelism.tensor();
    pipeline = parallelism.pipeline();
    uneven = parallelism.unevenStages() == OnOff.ON;
  }

  /** What is wrong with the number of stages. */
  Optional<String> stages(OptionalInt gpus) {
    if (uneven) {
      return hasLayers()
          ? Optional.empty()
          : Optional.of(
              "%s layers are too few for %s stages. Maybe %d."
                  .formatted(
                      grouped(whole),
                      grouped((long) chunks * pipeline),
                      Math.max(1, whole / chunks)));
    }
    if (whole % chunks != 0) {
      return Optional.of(
          "%s layers cannot be divided evenly into %s virtual stages. Maybe virtual-stages: 1.%s"
              .formatted(grouped(whole), grouped(chunks), unevenly(gpus)));
    }
    if (layers.isEven(pipeline)) {
      return Optional.empty();
    }
    // If tensor is to be changed as well, it does not limit the suggestion.
    int other = fitsModel(tensor) ? tensor : 1;
    return Optional.of(
        layers.problem(pipeline, fits(gpus, other), none("pipeline", "tensor", other, gpus))
            + unevenly(gpus));
  }

  private boolean hasLayers() {
    return (long) chunks * pipeline - TrainingPlan.EMPTY_CHUNKS <= whole;
  }

  /** What else would do. */
  private String unevenly(OptionalInt gpus) {
    boolean helps = hasLayers() && fitsModel(tensor) && fits(gpus, tensor).test(pipeline);
    return helps ? " Or uneven-stages: on." : "";
  }

  /** What is wrong with the number of GPUs that share a layer. */
  Optional<String> tensor(OptionalInt gpus) {
    if (fitsModel(tensor)) {
      return Optional.empty();
    }
    int other = layers.isEven(pipeline) ? pipeline : 1;
    IntPredicate fits = fits(gpus, other);
    EvenDivision uneven = heads.isEven(tensor) ? feedForward : heads;
    return Optional.of(
        uneven.problem(
            tensor,
            share -> fitsModel(share) && fits.test(share),
            none("tensor", "pipeline", other, gpus)));
  }

  private boolean fitsModel(int share) {
    return heads.isEven(share) && feedForward.isEven(share);
  }

  private static IntPredicate fits(OptionalInt gpus, int other) {
    return parts -> gpus.isEmpty() || gpus.getAsInt() % ((long) parts * other) == 0;
  }

  private static String none(String wrong, String other, int value, OptionalInt gpus) {
    return "No %s makes it fit, since %s = %s does not divide %s."
        .formatted(wrong, other, grouped(value), gpus.isEmpty() ? "" : grouped(gpus.getAsInt()));
  }
}
