package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Locale;
import java.util.OptionalInt;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.WorkloadSpec;

/** Rules of a training workload. */
final class TrainingRules {

  private static final String TRAINING = "workload.training";
  private static final String MODEL = TRAINING + ".model";
  private static final String PARALLELISM = TRAINING + ".parallelism";
  private static final String TENSOR = PARALLELISM + ".tensor";
  private static final String PIPELINE = PARALLELISM + ".pipeline";
  private static final String DATA = PARALLELISM + ".data";
  private static final String GLOBAL_BATCH = TRAINING + ".global-batch";
  private static final String MICRO_BATCH = TRAINING + ".micro-batch";

  private TrainingRules() {}

  static void apply(
      WorkloadSpec.Training training, OptionalInt gpus, Catalogue catalogue, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    if (gpus.isPresent() && findings.sound(PARALLELISM)) {
      ranks(parallelism, gpus.getAsInt(), findings);
    }
    if (findings.sound(MODEL)) {
      model(training.model(), parallelism, catalogue, findings);
    }
    if (findings.sound(DATA, GLOBAL_BATCH, MICRO_BATCH)) {
      batch(training, findings);
    }
    if (findings.sound(PIPELINE) && parallelism.pipeline() == 1) {
      findings.noEffect(TRAINING + ".schedule", "with pipeline: 1 there is nothing to schedule");
    }
    if (findings.sound(DATA) && parallelism.data() == 1) {
      findings.noEffect(
          TRAINING + ".gradient-precision", "with data: 1 no gradients are exchanged");
    }
  }

  private static void ranks(ParallelismSpec parallelism, int gpus, Findings findings) {
    long ranks = parallelism.ranks();
    if (ranks == gpus) {
      return;
    }
    long replica = (long) parallelism.tensor() * parallelism.pipeline();
    String advice;
    if (gpus % replica == 0) {
      advice = "Maybe data: " + gpus / replica + ".";
    } else {
      advice =
          "No data makes it fit, since tensor × pipeline = "
              + grouped(replica)
              + " does not divide "
              + grouped(gpus)
              + ".";
    }
    findings.error(
        PARALLELISM,
        String.format(
            Locale.ROOT,
            "%s × %s × %s = %s ranks, but the fabric has %s GPUs. %s",
            grouped(parallelism.tensor()),
            grouped(parallelism.pipeline()),
            grouped(parallelism.data()),
            grouped(ranks),
            grouped(gpus),
            advice));
  }

  private static void model(
      ModelSpec spec, ParallelismSpec parallelism, Catalogue catalogue, Findings findings) {
    ModelSpec.Custom model;
    if (spec instanceof ModelSpec.Custom custom) {
      model = custom;
      if (model.hidden() % model.heads() != 0) {
        findings.error(
            MODEL + ".heads",
            notDivisible(
                "a hidden width of " + grouped(model.hidden()),
                model.hidden(),
                model.heads(),
                "heads"));
      }
    } else {
      model = catalogue.model(((ModelSpec.Known) spec).name());
    }
    if (findings.sound(PIPELINE) && model.layers() % parallelism.pipeline() != 0) {
      findings.error(
          PIPELINE,
          notDivisible(
              grouped(model.layers()) + " layers",
              model.layers(),
              parallelism.pipeline(),
              "stages"));
    }
    if (findings.sound(TENSOR) && model.heads() % parallelism.tensor() != 0) {
      findings.error(
          TENSOR,
          notDivisible(
              grouped(model.heads()) + " attention heads",
              model.heads(),
              parallelism.tensor(),
              "GPUs"));
    }
  }

  private static void batch(WorkloadSpec.Training training, Findings findings) {
    int data = training.parallelism().data();
    long unit = (long) data * training.microBatch();
    int batch = training.globalBatch();
    long rest = batch % unit;
    if (rest == 0) {
      return;
    }
    long below = batch - rest;
    findings.error(
        GLOBAL_BATCH,
        String.format(
            Locale.ROOT,
            "%s sequences cannot be divided evenly among data × micro-batch = %s × %s = %s."
                + " Maybe %s%d.",
            grouped(batch),
            grouped(data),
            grouped(training.microBatch()),
            grouped(unit),
            below == 0 ? "" : below + " or ",
            below + unit));
  }

  private static String notDivisible(String what, int whole, int parts, String noun) {
    int below = Math.min(parts, whole);
    while (whole % below != 0) {
      below--;
    }
    int above = parts;
    while (above < whole && whole % above != 0) {
      above++;
    }
    boolean aboveFits = above < whole || (above == whole && below != whole);
    return String.format(
        Locale.ROOT,
        "%s cannot be divided evenly among %s %s. Maybe %d%s.",
        what,
        grouped(parts),
        noun,
        below,
        aboveFits ? " or " + above : "");
  }
}
