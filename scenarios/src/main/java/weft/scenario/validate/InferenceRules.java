package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Optional;
import java.util.OptionalInt;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.Inference;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;

/** Rules of a model that is served. */
final class InferenceRules {

  private static final String INFERENCE = "workload.inference";
  private static final String MODEL = INFERENCE + ".model";
  private static final String TENSOR = INFERENCE + ".parallelism.tensor";
  private static final String REPLICAS = INFERENCE + ".replicas";
  private static final String BATCH = INFERENCE + ".batch";
  private static final String PREFILL_BATCH = INFERENCE + ".prefill-batch";
  private static final String APART = INFERENCE + ".disaggregated";
  private static final String PREFILL_GPUS = APART + ".prefill-gpus";
  private static final String DECODE_GPUS = APART + ".decode-gpus";

  /** More layers in all steps together need more memory than most machines have. */
  private static final long MOST_PASSES = 4_000_000;

  /** Each in a step of its own kind: a place in memory for every rank. */
  private static final int MOST_ROUNDS = 64;

  /**
   * Kinds of steps, at most: a prefill step for each round, and twice those of a decode replica.
   */
  private static final int MOST_STEPS = MOST_ROUNDS + 2 * 257;

  private final Inference inference;
  private final Findings findings;

  private InferenceRules(Inference inference, Findings findings) {
    this.inference = inference;
    this.findings = findings;
  }

  static void apply(
      Inference inference, Optional<FabricFacts> facts, Catalogue catalogue, Findings findings) {
    InferenceRules rules = new InferenceRules(inference, findings);
    OptionalInt gpus = facts.isPresent() ? OptionalInt.of(facts.get().gpus()) : OptionalInt.empty();
    if (findings.sound(MODEL)) {
      rules.model(ModelRules.apply(inference.model(), MODEL, catalogue, findings), gpus);
    }
    if (findings.sound(BATCH, PREFILL_BATCH) && inference.prefillBatch() > inference.batch()) {
      findings.error(
          PREFILL_BATCH,
          "is %s, but only %s sequences are under way. Maybe %d."
              .formatted(
                  grouped(inference.prefillBatch()),
                  grouped(inference.batch()),
                  inference.batch()));
    }
    if (gpus.isPresent()) {
      rules.gpus(gpus.getAsInt());
    }
    rules.apart();
    TrainingRules.share(inference.gemmEfficiency(), INFERENCE + ".gemm-efficiency", findings);
    TrainingRules.share(inference.memoryEfficiency(), INFERENCE + ".memory-efficiency", findings);
    TrainingRules.share(
        inference.attentionEfficiency(), INFERENCE + ".attention-efficiency", findings);
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
    if (findings.sound(TENSOR)) {
      int tensor = inference.tensor();
      Optional<String> uneven =
          new ModelDivisions(
                  model, new ParallelismSpec(tensor, 1, 1, 1, 1, OnOff.OFF, OnOff.OFF, 1, null))
              .tensor(gpus);
      uneven.ifPresent(message -> findings.error(TENSOR, message));
      int heads = model.keyValueHeads();
      if (uneven.isEmpty() && heads % tensor != 0 && tensor % heads != 0) {
        findings.error(
            TENSOR,
            new Division("%s heads of keys and values".formatted(grouped(heads)), heads, "GPUs")
                .problem(tensor, parts -> true, ""));
      }
    }
    if ((long) model.layers() * MOST_STEPS > MOST_PASSES) {
      findings.error(
          MODEL,
          "%s layers are too many; at most %s can be simulated. Maybe fewer, but wider ones."
              .formatted(grouped(model.layers()), grouped(MOST_PASSES / MOST_STEPS)));
    }
  }

  private void gpus(int gpus) {
    if (!findings.sound(TENSOR)) {
      return;
    }
    int tensor = inference.tensor();
    if (tensor > gpus) {
      findings.error(
          TENSOR,
          "is %s, but %s has %s GPUs. Maybe %d."
              .formatted(grouped(tensor), findings.owner(), grouped(gpus), gpus));
      return;
    }
    Integer replicas = inference.replicas();
    if (replicas != null
        && inference.disaggregated() == null
        && findings.sound(REPLICAS)
        && (long) replicas * tensor > gpus) {
      findings.error(
          REPLICAS,
          "%s × %s = %s GPUs, but %s has %s. Maybe %d."
              .formatted(
                  grouped(replicas),
                  grouped(tensor),
                  grouped((long) replicas * tensor),
                  findings.owner(),
                  grouped(gpus),
                  gpus / tensor));
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

  private void apart() {
    Inference.Disaggregated apart = inference.disaggregated();
    if (apart == null) {
      return;
    }
    if (inference.replicas() != null && findings.sound(REPLICAS)) {
      findings.error(
          REPLICAS, "follows from disaggregated: GPUs over tensor. Maybe leave replicas out.");
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
    int tensor = inference.tensor();
    if (findings.sound(key, TENSOR) && gpus % tensor != 0) {
      int below = gpus - gpus % tensor;
      findings.error(
          key,
          "%s GPUs make no whole replicas of %s. Maybe %s%d."
              .formatted(
                  grouped(gpus),
                  grouped(tensor),
                  below == 0 ? "" : below + " or ",
                  (long) below + tensor));
    }
  }
}
