package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Optional;
import java.util.OptionalInt;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.Inference;
import weft.scenario.spec.ModelSpec;

/** Rules of a model that is served. */
final class InferenceRules {

  private static final String INFERENCE = ReplicaRules.INFERENCE;
  private static final String MODEL = INFERENCE + ".model";
  private static final String PARALLELISM = ReplicaRules.PARALLELISM;
  private static final String TENSOR = ReplicaRules.TENSOR;
  private static final String REPLICAS = INFERENCE + ".replicas";
  private static final String APART = INFERENCE + ".disaggregated";
  private static final String PREFILL_GPUS = APART + ".prefill-gpus";
  private static final String DECODE_GPUS = APART + ".decode-gpus";

  /** More layers in all steps together need more memory than most machines have. */
  private static final long MOST_PASSES = 4_000_000;

  /** Each in a step of its own kind: a place in memory for every rank. */
  private static final int MOST_ROUNDS = 64;

  /** Each with a decode step of its own: as many as there are decode steps at most. */
  static final int MOST_MICRO_BATCHES = 256;

  /**
   * Kinds of steps, at most: a prefill step for each round, and twice those of a decode replica;
   * {@link #steps} of micro-batches come on top.
   */
  private static final int MOST_STEPS = MOST_ROUNDS + 2 * 257;

  private final Inference inference;
  private final Inference.InferenceParallelism split;
  private final ReplicaRules replica;
  private final Findings findings;

  private InferenceRules(Inference inference, Findings findings) {
    this.inference = inference;
    this.findings = findings;
    split = inference.split();
    replica = new ReplicaRules(inference, findings);
  }

  static void apply(
      Inference inference, Optional<FabricFacts> facts, Catalogue catalogue, Findings findings) {
    InferenceRules rules = new InferenceRules(inference, findings);
    OptionalInt gpus = facts.isPresent() ? OptionalInt.of(facts.get().gpus()) : OptionalInt.empty();
    if (findings.sound(MODEL)) {
      rules.model(ModelRules.apply(inference.model(), MODEL, catalogue, findings), gpus);
    }
    rules.replica.groups();
    if (gpus.isPresent()) {
      rules.gpus(gpus.getAsInt());
    }
    rules.apart();
    TrainingRules.share(inference.gemmEfficiency(), INFERENCE + ".gemm-efficiency", findings);
    TrainingRules.share(inference.memoryEfficiency(), INFERENCE + ".memory-efficiency", findings);
    TrainingRules.share(
        inference.attentionEfficiency(), INFERENCE + ".attention-efficiency", findings);
    if (rules.replica.sound()) {
      long stageGpus = rules.split.ranks() / rules.split.pipeline();
      TrainingRules.variation(stageGpus, INFERENCE, findings);
    }
    if (findings.sound("workload")
        && findings.errors() == 0
        && facts.isPresent()
        && facts.get().gpuTypes().size() == 1) {
      catalogue
          .misfit(inference, facts.get())
          .ifPresent(message -> findings.error(INFERENCE, message));
    }
  }

  private void model(ModelSpec.Custom model, OptionalInt gpus) {
    replica.model(model, gpus);
    long steps = MOST_STEPS + (split.parts() > 1 ? steps(split.parts()) : 0L);
    if (model.layers() * steps > MOST_PASSES) {
      findings.error(
          MODEL,
          "%s layers are too many; at most %s can be simulated. Maybe fewer, but wider ones."
              .formatted(grouped(model.layers()), grouped(MOST_PASSES / steps)));
    }
  }

  /**
   * What micro-batches add to {@link #MOST_STEPS}: a prefill step of each in each round, and decode
   * steps before and after those that count, in two kinds of decode replicas.
   */
  private long steps(int microBatches) {
    return (MOST_ROUNDS + 4L) * microBatches;
  }

  private void gpus(int gpus) {
    if (!replica.sound()) {
      return;
    }
    long ranks = split.ranks();
    if (ranks > gpus) {
      boolean onlyTensor = split.tensor() == ranks;
      findings.error(
          onlyTensor ? TENSOR : PARALLELISM,
          "%s %s, but %s has %s GPUs. Maybe %s."
              .formatted(
                  onlyTensor ? "is" : "a replica takes %s GPUs:".formatted(grouped(ranks)),
                  onlyTensor ? grouped(ranks) : product(),
                  findings.owner(),
                  grouped(gpus),
                  onlyTensor ? String.valueOf(gpus) : "fewer, or more nodes"));
      return;
    }
    Integer replicas = inference.replicas();
    if (replicas != null
        && inference.disaggregated() == null
        && findings.sound(REPLICAS)
        && replicas * ranks > gpus) {
      findings.error(
          REPLICAS,
          "%s × %s = %s GPUs, but %s has %s. Maybe %d."
              .formatted(
                  grouped(replicas),
                  grouped(ranks),
                  grouped(replicas * ranks),
                  findings.owner(),
                  grouped(gpus),
                  gpus / ranks));
    }
    Inference.Disaggregated apart = inference.disaggregated();
    if (apart != null && findings.sound(APART)) {
      long sum = (long) apart.prefillGpus() + apart.decodeGpus();
      if (sum > gpus) {
        findings.error(
            APART,
            "%s + %s = %s GPUs, but %s has %s. Maybe fewer, or more nodes."
                .formatted(
                    grouped(apart.prefillGpus()),
                    grouped(apart.decodeGpus()),
                    grouped(sum),
                    findings.owner(),
                    grouped(gpus)));
      }
    }
  }

  private String product() {
    String ofStage = split.expert() == 1 ? "tensor " + split.tensor() : "expert " + split.expert();
    return split.pipeline() == 1 ? ofStage : ofStage + " × pipeline " + split.pipeline();
  }

  private void apart() {
    Inference.Disaggregated apart = inference.disaggregated();
    if (apart == null) {
      return;
    }
    if (inference.replicas() != null && findings.sound(REPLICAS)) {
      findings.error(
          REPLICAS,
          "follows from disaggregated: GPUs over those of a replica. Maybe leave replicas out.");
    }
    if (findings.sound(PREFILL_GPUS, DECODE_GPUS)
        && apart.prefillGpus() > (long) MOST_ROUNDS * apart.decodeGpus()) {
      findings.error(
          DECODE_GPUS,
          "%s GPUs would get the caches of %s; at most those of %s each can be simulated. Maybe %d."
              .formatted(
                  grouped(apart.decodeGpus()),
                  grouped(apart.prefillGpus()),
                  grouped(MOST_ROUNDS),
                  (apart.prefillGpus() + MOST_ROUNDS - 1) / MOST_ROUNDS));
    }
    whole(apart.prefillGpus(), PREFILL_GPUS);
    whole(apart.decodeGpus(), DECODE_GPUS);
  }

  private void whole(int gpus, String key) {
    if (!replica.sound()) {
      return;
    }
    long ranks = split.ranks();
    if (findings.sound(key) && gpus % ranks != 0) {
      findings.error(
          key,
          "%s GPUs make no whole replicas of %s. Maybe %s."
              .formatted(grouped(gpus), grouped(ranks), EvenDivision.multiples(gpus, ranks)));
    }
  }
}
