package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
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

  /** More passes of a layer in one stage need more memory than most machines have. */
  private static final long MOST_PASSES = 4_000_000;

  private TrainingRules() {}

  static void apply(
      WorkloadSpec.Training training, OptionalInt gpus, Catalogue catalogue, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    if (gpus.isPresent() && findings.sound(PARALLELISM)) {
      ranks(parallelism, gpus.getAsInt(), findings);
    }
    if (findings.sound(MODEL)) {
      model(training, catalogue, findings);
    }
    if (findings.sound(DATA, GLOBAL_BATCH, MICRO_BATCH)) {
      batch(training, findings);
    }
    efficiency(training.gemmEfficiency(), ".gemm-efficiency", findings);
    efficiency(training.memoryEfficiency(), ".memory-efficiency", findings);
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
      WorkloadSpec.Training training, Catalogue catalogue, Findings findings) {
    ModelSpec spec = training.model();
    ParallelismSpec parallelism = training.parallelism();
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
    } else if (findings.sound(TENSOR) && model.feedForward() % parallelism.tensor() != 0) {
      findings.error(
          TENSOR,
          notDivisible(
              "a feed-forward width of " + grouped(model.feedForward()),
              model.feedForward(),
              parallelism.tensor(),
              "GPUs"));
    }
    if (findings.sound(PIPELINE, DATA, GLOBAL_BATCH, MICRO_BATCH)) {
      operations(training, model, findings);
    }
  }

  /** A step is held as a list of operations for each pipeline stage. */
  private static void operations(
      WorkloadSpec.Training training, ModelSpec.Custom model, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    long microBatches =
        training.globalBatch() / Math.max(1, (long) parallelism.data() * training.microBatch());
    long passes = microBatches * Math.max(1, model.layers() / parallelism.pipeline());
    if (passes > MOST_PASSES) {
      findings.error(
          GLOBAL_BATCH,
          grouped(microBatches)
              + " micro-batches through every stage are "
              + grouped(passes)
              + " passes of a layer; at most "
              + grouped(MOST_PASSES)
              + " can be simulated. Maybe a larger micro-batch.");
    }
  }

  private static void efficiency(@Nullable Double share, String key, Findings findings) {
    if (share != null && findings.sound(TRAINING + key) && share == 0) {
      findings.error(TRAINING + key, "0 would never end. Maybe 0.8.");
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
