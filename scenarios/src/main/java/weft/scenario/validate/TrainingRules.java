package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.PipelineSchedule;
import weft.scenario.spec.ShardingKind;
import weft.scenario.spec.SlowGpuSpec;
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
  private static final String SCHEDULE = TRAINING + ".schedule";
  private static final String SEQUENCE = TRAINING + ".sequence";
  private static final String CONTEXT = PARALLELISM + ".context";
  private static final String VIRTUAL_STAGES = PARALLELISM + ".virtual-stages";
  private static final String GPUS = TRAINING + ".gpus";
  private static final String SHARDS = TRAINING + ".shards";
  private static final String MICRO_BATCH = TRAINING + ".micro-batch";

  /** More passes of a layer in one stage need more memory than most machines have. */
  private static final long MOST_PASSES = 4_000_000;

  private static final String SLOW_GPUS = TRAINING + ".slow-gpus";

  /** With less, times leave the range of the clock. */
  private static final double LEAST_SHARE = 0.001;

  private TrainingRules() {}

  static void apply(
      WorkloadSpec.Training training,
      Optional<FabricFacts> facts,
      Catalogue catalogue,
      Findings findings) {
    OptionalInt gpus = facts.isPresent() ? OptionalInt.of(facts.get().gpus()) : OptionalInt.empty();
    ParallelismSpec parallelism = training.parallelism();
    PlacementRules.apply(training, gpus, findings);
    if (training.gpus() != null) {
      gpus = OptionalInt.of(training.gpus().size());
    }
    if (gpus.isPresent() && findings.sound(PARALLELISM, GPUS)) {
      ranks(parallelism, gpus.getAsInt(), training.gpus() == null, findings);
    }
    if (findings.sound(MODEL)) {
      model(training, gpus, catalogue, findings);
    }
    if (findings.sound(DATA, GLOBAL_BATCH, MICRO_BATCH)) {
      batch(training, findings);
    }
    share(training.gemmEfficiency(), TRAINING + ".gemm-efficiency", findings);
    share(training.memoryEfficiency(), TRAINING + ".memory-efficiency", findings);
    share(training.attentionEfficiency(), TRAINING + ".attention-efficiency", findings);
    if (findings.sound(PARALLELISM)) {
      variation(parallelism.ranks() / parallelism.pipeline(), TRAINING, findings);
    }
    if (training.slowGpus() != null && findings.sound(PARALLELISM)) {
      slowGpus(training.slowGpus(), parallelism.ranks(), findings);
    }
    interleaving(training, findings);
    context(training, findings);
    sequence(training, findings);
    shards(training, findings);
    if (findings.sound(MODEL, PARALLELISM)) {
      ExpertRules.apply(training, catalogue, findings);
    }
    share(training.expertCapacity(), TRAINING + ".expert-capacity", findings);
    IdleKeys.report(training, catalogue, findings);
    if (findings.sound("workload") && findings.errors() == 0) {
      memory(training, facts, catalogue, findings);
    }
  }

  /** A step that does not fit is none. */
  private static void memory(
      WorkloadSpec.Training training,
      Optional<FabricFacts> facts,
      Catalogue catalogue,
      Findings findings) {
    if (facts.isPresent() && facts.get().gpuTypes().size() == 1) {
      catalogue
          .misfit(training, facts.get().gpuTypes().iterator().next())
          .ifPresent(message -> findings.error(TRAINING, message));
    }
  }

  private static void interleaving(WorkloadSpec.Training training, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    if (!findings.sound(VIRTUAL_STAGES, PIPELINE, SCHEDULE) || parallelism.virtualStages() == 1) {
      return;
    }
    if (training.schedule() != PipelineSchedule.ONE_FORWARD_ONE_BACKWARD) {
      findings.error(VIRTUAL_STAGES, "only schedule: 1f1b is interleaved. Maybe 1.");
      return;
    }
    if (!findings.sound(DATA, GLOBAL_BATCH, MICRO_BATCH)) {
      return;
    }
    long unit = (long) parallelism.data() * training.microBatch();
    long microBatches = training.globalBatch() / unit;
    int stages = parallelism.pipeline();
    if (training.globalBatch() % unit == 0 && microBatches % stages != 0) {
      findings.error(
          VIRTUAL_STAGES,
          "an interleaved pipeline takes as many micro-batches at a time as it has stages, but %s are no multiple of %s. Maybe 1, or global-batch: %d."
              .formatted(
                  grouped(microBatches),
                  grouped(stages),
                  (microBatches / stages + 1) * stages * unit));
    }
  }

  private static void context(WorkloadSpec.Training training, Findings findings) {
    int context = training.parallelism().context();
    if (findings.sound(CONTEXT, SEQUENCE) && training.sequence() % context != 0) {
      findings.error(
          CONTEXT,
          new EvenDivision(
                  "a sequence of " + grouped(training.sequence()), training.sequence(), "GPUs")
              .problem(context, parts -> true, ""));
    }
  }

  /** With sequence parallelism, GPUs that share a layer have equally many tokens each. */
  private static void sequence(WorkloadSpec.Training training, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    int sequence = training.sequence();
    // What shares a layer may be wrong already, and then says nothing of the sequence.
    if (findings.errors() > 0
        || !findings.sound(PARALLELISM, SEQUENCE)
        || parallelism.sequenceParallel() == OnOff.OFF
        || sequence % parallelism.context() != 0) {
      return;
    }
    long sharers = (long) parallelism.tensor() * parallelism.context();
    if (sequence % sharers != 0) {
      findings.error(
          SEQUENCE,
          "%s tokens cannot be divided evenly among %s GPUs, as sequence-parallel does. Maybe %s."
              .formatted(
                  grouped(sequence), grouped(sharers), EvenDivision.multiples(sequence, sharers)));
    }
  }

  private static void shards(WorkloadSpec.Training training, Findings findings) {
    Integer shards = training.shards();
    if (shards == null || !findings.sound(SHARDS, PARALLELISM)) {
      return;
    }
    ParallelismSpec parallelism = training.parallelism();
    int replicas = parallelism.data() * parallelism.context();
    EvenDivision division = new EvenDivision(grouped(replicas) + " replicas", replicas, "shards");
    if (!division.isEven(shards)) {
      findings.error(SHARDS, division.problem(shards, parts -> true, ""));
    } else if (shards < replicas && parallelism.expert() > 1) {
      findings.error(
          SHARDS,
          "%s of %s replicas: with expert parallelism there are no hybrid shards. Maybe %d."
              .formatted(grouped(shards), grouped(replicas), replicas));
    }
    if (training.sharding() == ShardingKind.NONE) {
      findings.noEffect(SHARDS, "with sharding: none nothing is divided");
    } else if (shards == replicas) {
      findings.noEffect(
          SHARDS, "without it, too, all %s replicas divide".formatted(grouped(replicas)));
    }
  }

  private static void ranks(
      ParallelismSpec parallelism, int gpus, boolean areAll, Findings findings) {
    long ranks = parallelism.ranks();
    if (ranks == gpus) {
      return;
    }
    long replica = ranks / parallelism.data();
    String advice;
    if (gpus % replica == 0) {
      advice = "Maybe data: " + gpus / replica + ".";
    } else {
      advice =
          "No data makes it fit, since tensor × pipeline"
              + (parallelism.context() > 1 ? " × context" : "")
              + " = "
              + grouped(replica)
              + " does not divide "
              + grouped(gpus)
              + ".";
    }
    findings.error(
        PARALLELISM,
        String.format(
            Locale.ROOT,
            "%s × %s × %s%s = %s ranks, but %s %s GPUs. %s",
            grouped(parallelism.tensor()),
            grouped(parallelism.pipeline()),
            grouped(parallelism.data()),
            parallelism.context() > 1 ? " × " + grouped(parallelism.context()) : "",
            grouped(ranks),
            areAll ? findings.owner() + " has" : "the list has",
            grouped(gpus),
            advice));
  }

  private static void model(
      WorkloadSpec.Training training, OptionalInt gpus, Catalogue catalogue, Findings findings) {
    ModelSpec.Custom model = ModelRules.apply(training.model(), MODEL, catalogue, findings);
    ModelDivisions divisions = new ModelDivisions(model, training.parallelism());
    // Where the number of GPUs or the other factor cannot be relied on, any divisor may be meant.
    OptionalInt known = findings.sound(PARALLELISM) ? gpus : OptionalInt.empty();
    if (findings.sound(PIPELINE)) {
      divisions.stages(known).ifPresent(message -> findings.error(PIPELINE, message));
    }
    if (findings.sound(TENSOR)) {
      divisions.tensor(known).ifPresent(message -> findings.error(TENSOR, message));
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

  private static void slowGpus(List<SlowGpuSpec> slow, long ranks, Findings findings) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < slow.size(); i++) {
      String path = SLOW_GPUS + "." + i;
      if (!findings.sound(path)) {
        continue;
      }
      int rank = slow.get(i).rank();
      if (rank >= ranks) {
        findings.error(
            path + ".rank",
            "is %s, but there are %s ranks, counted from 0. Maybe %d."
                .formatted(grouped(rank), grouped(ranks), ranks - 1));
      } else if (!seen.add(rank)) {
        findings.error(
            path + ".rank", "is %s, which is in the list already.".formatted(grouped(rank)));
      }
      share(slow.get(i).speed(), path + ".speed", findings);
      if (slow.get(i).speed() == 1) {
        findings.noEffect(path + ".speed", "1 is as fast as the others");
      }
    }
  }

  /** Whether GPUs that wait for each other can differ, of a workload with so many in a stage. */
  static void variation(long stageGpus, String workload, Findings findings) {
    if (stageGpus == 1) {
      findings.noEffect(workload + ".gpu-variation", "a pipeline stage is one GPU");
    }
  }

  static void share(@Nullable Double share, String key, Findings findings) {
    if (share != null && findings.sound(key) && share < LEAST_SHARE) {
      String written = BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
      findings.error(key, written + " is less than 0.001, the least allowed. Maybe 0.8.");
    }
  }

  private static void batch(WorkloadSpec.Training training, Findings findings) {
    int data = training.parallelism().data();
    long unit = (long) data * training.microBatch();
    int batch = training.globalBatch();
    if (batch % unit == 0) {
      return;
    }
    findings.error(
        GLOBAL_BATCH,
        String.format(
            Locale.ROOT,
            "%s sequences cannot be divided evenly among data × micro-batch = %s × %s = %s."
                + " Maybe %s.",
            grouped(batch),
            grouped(data),
            grouped(training.microBatch()),
            grouped(unit),
            EvenDivision.multiples(batch, unit)));
  }
}
