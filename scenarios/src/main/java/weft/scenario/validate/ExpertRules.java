package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Optional;
import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ExpertExchange;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.PipelineSchedule;
import weft.scenario.spec.Recompute;
import weft.scenario.spec.Schema;
import weft.scenario.spec.ShardingKind;
import weft.scenario.spec.WorkloadSpec;

/** How the experts of a model may be divided among GPUs. */
final class ExpertRules {

  private static final String TRAINING = "workload.training";
  private static final String PARALLELISM = TRAINING + ".parallelism";
  private static final String EXPERT = PARALLELISM + ".expert";
  private static final String EXPERT_TENSOR = PARALLELISM + ".expert-tensor";

  private static final String IMBALANCE = TRAINING + ".expert-imbalance";
  private static final String OVERLAP = TRAINING + ".expert-overlap";
  private static final String EXCHANGE = TRAINING + ".expert-exchange";
  private static final String CAPACITY = TRAINING + ".expert-capacity";
  private static final String DISPATCH = TRAINING + ".expert-dispatch-precision";

  private ExpertRules() {}

  static void apply(WorkloadSpec.Training training, Catalogue catalogue, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    ModelSpec.Custom model = ModelRules.dimensions(training.model(), catalogue);
    ModelSpec.Experts experts = model.experts();
    if (experts == null) {
      dense(parallelism, findings);
      return;
    }
    imbalance(training, findings);
    overlap(training, model, findings);
    exchange(training, experts, findings);
    EvenDivision count =
        new EvenDivision(grouped(experts.count()) + " experts", experts.count(), "GPUs");
    if (!count.isEven(parallelism.expert())) {
      findings.error(EXPERT, count.problem(parallelism.expert(), parts -> true, ""));
    }
    int sharers = parallelism.expertSharers();
    int size = Optional.ofNullable(experts.ffn()).orElse(model.feedForward());
    EvenDivision width = new EvenDivision("an expert of width " + grouped(size), size, "GPUs");
    if (!width.isEven(sharers)) {
      findings.error(EXPERT_TENSOR, width.problem(sharers, parts -> true, ""));
    }
    long stage = parallelism.ranks() / parallelism.pipeline();
    if (stage % ((long) sharers * parallelism.expert()) != 0) {
      findings.error(
          EXPERT,
          "%s × expert-tensor %s = %s does not divide the %s GPUs of a pipeline stage. Maybe %d."
              .formatted(
                  grouped(parallelism.expert()),
                  grouped(sharers),
                  grouped((long) sharers * parallelism.expert()),
                  grouped(stage),
                  fitting(stage, sharers, experts.count(), parallelism.expert())));
    }
    boolean exchanges = parallelism.expert() > 1 || sharers != parallelism.tensor();
    if (exchanges && parallelism.tensor() > 1 && parallelism.sequenceParallel() == OnOff.OFF) {
      findings.error(
          PARALLELISM + ".sequence-parallel",
          "off: GPUs that share a layer then all have the same tokens, and would send each to its"
              + " expert. Maybe on.");
    }
  }

  private static void imbalance(WorkloadSpec.Training training, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    int ranks = parallelism.expert();
    if (ranks == 1) {
      findings.noEffect(IMBALANCE, "with expert: 1 each GPU has a part of all experts");
      if (parallelism.expertSharers() == parallelism.tensor()) {
        findings.noEffect(DISPATCH, "with expert: 1 tokens stay where they are");
      }
    }
    if (!findings.sound(IMBALANCE)) {
      return;
    }
    double imbalance = training.expertImbalance();
    if (ranks > 1 && imbalance > ranks) {
      findings.error(
          IMBALANCE,
          "%s: all tokens on one of %s GPUs are %s times the mean. Maybe %d."
              .formatted(imbalance, grouped(ranks), grouped(ranks), Math.min(ranks, 2)));
    } else if (imbalance > 1 && training.expertCapacity() != 1) {
      findings.error(
          IMBALANCE,
          "%s: with expert-capacity each expert takes as many, padded or dropped. Maybe 1."
              .formatted(imbalance));
    }
  }

  /** What it takes that a token crosses once to each node. */
  private static void exchange(
      WorkloadSpec.Training training, ModelSpec.Experts experts, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    if (parallelism.expert() == 1) {
      findings.noEffect(EXCHANGE, "with expert: 1 no tokens are exchanged");
    }
    if (!findings.sound(EXCHANGE)) {
      return;
    }
    if (parallelism.expert() == 1 || training.expertExchange() == ExpertExchange.DIRECT) {
      if (experts.groups() > experts.usedGroups()) {
        String because = "only with expert-exchange: once-per-node it matters where experts are";
        findings.noEffect(TRAINING + ".model.experts.groups", because);
        findings.noEffect(TRAINING + ".model.experts.active-groups", because);
      }
      return;
    }
    if (parallelism.expertSharers() > 1) {
      findings.error(
          EXCHANGE,
          "once-per-node: %s GPUs share each expert, and would each need a copy. Maybe direct, or expert-tensor: 1."
              .formatted(grouped(parallelism.expertSharers())));
    }
    String even = "%s: with expert-exchange: once-per-node routing is even. Maybe 1.";
    if (findings.sound(CAPACITY) && training.expertCapacity() != 1) {
      findings.error(CAPACITY, even.formatted(training.expertCapacity()));
    }
    if (findings.sound(IMBALANCE) && training.expertImbalance() > 1) {
      findings.error(IMBALANCE, even.formatted(training.expertImbalance()));
    }
  }

  /** What it takes that an exchange goes on beside passes of another micro-batch. */
  private static void overlap(
      WorkloadSpec.Training training, ModelSpec.Custom model, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    if (parallelism.expert() == 1) {
      findings.noEffect(OVERLAP, "with expert: 1 no tokens are exchanged");
      return;
    }
    if (!findings.sound(OVERLAP) || training.expertOverlap() == OnOff.OFF) {
      return;
    }
    String schedule = TRAINING + ".schedule";
    if (findings.sound(schedule)
        && training.schedule() != PipelineSchedule.ONE_FORWARD_ONE_BACKWARD) {
      findings.error(
          schedule,
          "%s: with expert-overlap a forward and a backward pass go together. Maybe 1f1b."
              .formatted(Schema.text(training.schedule())));
    } else if (parallelism.pipeline() > 1 && parallelism.virtualStages() == 1) {
      findings.error(
          OVERLAP,
          "on: of %s pipeline stages a forward and a backward pass go together only if they are interleaved. Maybe %s."
              .formatted(grouped(parallelism.pipeline()), interleaved(parallelism, model)));
    } else if (parallelism.pipeline() == 1
        && training.globalBatch() == (long) parallelism.data() * training.microBatch()) {
      findings.noEffect(OVERLAP, "there is no other micro-batch to go beside");
    }
    if (training.recompute() == Recompute.FULL) {
      findings.error(
          TRAINING + ".recompute",
          "full: with expert-overlap an exchange would have to be repeated beside another. Maybe %s."
              .formatted(training.attention() == AttentionKernel.UNFUSED ? "selective" : "none"));
    }
    if (training.sharding() == ShardingKind.ZERO_3) {
      findings.error(
          TRAINING + ".sharding",
          "zero-3: with expert-overlap two passes would need weights of two layers at once. Maybe"
              + " zero-1.");
    }
  }

  /** How it can be interleaved, or that it cannot. */
  private static String interleaved(ParallelismSpec parallelism, ModelSpec.Custom model) {
    int most = model.layers() / parallelism.pipeline();
    for (int chunks = 2; chunks <= most; chunks++) {
      boolean isEven = model.layers() % (parallelism.pipeline() * chunks) == 0;
      if (isEven || parallelism.unevenStages() == OnOff.ON) {
        return "virtual-stages: " + chunks;
      }
    }
    return "off";
  }

  /** The largest number below that divides all it has to; 1 if there is none. */
  private static long fitting(long stage, int sharers, int count, int most) {
    for (int expert = Math.min(most, count); expert > 1; expert--) {
      if (count % expert == 0 && stage % ((long) sharers * expert) == 0) {
        return expert;
      }
    }
    return 1;
  }

  private static void dense(ParallelismSpec parallelism, Findings findings) {
    if (parallelism.expert() > 1) {
      findings.error(
          EXPERT, grouped(parallelism.expert()) + " GPUs, but the model has no experts. Maybe 1.");
    }
    findings.noEffect(EXPERT_TENSOR, "the model has no experts");
    findings.noEffect(CAPACITY, "the model has no experts");
    findings.noEffect(IMBALANCE, "the model has no experts");
    findings.noEffect(DISPATCH, "the model has no experts");
    findings.noEffect(OVERLAP, "the model has no experts");
    findings.noEffect(EXCHANGE, "the model has no experts");
  }
}
