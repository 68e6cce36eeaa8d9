package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.Optional;
import java.util.OptionalInt;
import weft.scenario.spec.Inference;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;

/** How a replica of a model that is served, and its sequences, may be divided among GPUs. */
final class ReplicaRules {

  static final String INFERENCE = "workload.inference";
  static final String PARALLELISM = INFERENCE + ".parallelism";
  static final String TENSOR = PARALLELISM + ".tensor";
  static final String EXPERT = PARALLELISM + ".expert";
  static final String PIPELINE = PARALLELISM + ".pipeline";
  static final String MICRO_BATCHES = PARALLELISM + ".micro-batches";
  private static final String BATCH = INFERENCE + ".batch";
  private static final String PREFILL_BATCH = INFERENCE + ".prefill-batch";
  private static final String EXPERTS = "workload.inference.model.experts";
  private static final String DISPATCH = INFERENCE + ".dispatch-precision";

  private final Inference inference;
  private final Inference.InferenceParallelism split;
  private final Findings findings;

  ReplicaRules(Inference inference, Findings findings) {
    this.inference = inference;
    this.findings = findings;
    split = inference.split();
  }

  /** Whether there is a number of GPUs of a replica that can be believed. */
  boolean sound() {
    return findings.sound(TENSOR, EXPERT, PIPELINE)
        && (split.expert() == 1 || split.expert() % split.tensor() == 0);
  }

  /** Whether the model can be divided so. */
  void model(ModelSpec.Custom model, OptionalInt gpus) {
    if (findings.sound(TENSOR)) {
      tensor(model, gpus);
    }
    if (findings.sound(EXPERT)) {
      experts(model);
    }
    if (findings.sound(PIPELINE) && split.pipeline() > model.layers()) {
      findings.error(
          PIPELINE,
          "%s layers are too few for %s stages. Maybe %d."
              .formatted(grouped(model.layers()), grouped(split.pipeline()), model.layers()));
    }
  }

  private void tensor(ModelSpec.Custom model, OptionalInt gpus) {
    int tensor = split.tensor();
    Optional<String> uneven =
        new ModelDivisions(
                model, new ParallelismSpec(tensor, 1, 1, 1, 1, OnOff.OFF, OnOff.OFF, 1, null))
            .tensor(gpus);
    uneven.ifPresent(message -> findings.error(TENSOR, message));
    int heads = model.keyValueHeads();
    if (uneven.isEmpty() && heads % tensor != 0 && tensor % heads != 0) {
      findings.error(
          TENSOR,
          new EvenDivision("%s heads of keys and values".formatted(grouped(heads)), heads, "GPUs")
              .problem(tensor, parts -> true, ""));
    }
  }

  private void experts(ModelSpec.Custom model) {
    int expert = split.expert();
    ModelSpec.Experts experts = model.experts();
    if (experts == null) {
      if (expert > 1) {
        findings.error(EXPERT, grouped(expert) + " GPUs, but the model has no experts. Maybe 1.");
      }
      findings.noEffect(DISPATCH, "the model has no experts");
      return;
    }
    EvenDivision count =
        new EvenDivision(grouped(experts.count()) + " experts", experts.count(), "GPUs");
    if (!count.isEven(expert)) {
      findings.error(EXPERT, count.problem(expert, parts -> parts % split.tensor() == 0, ""));
    } else if (expert == 1) {
      String because = "no token is sent to an expert with expert: 1";
      findings.noEffect(DISPATCH, because);
      if (experts.groups() > experts.usedGroups()) {
        findings.noEffect(EXPERTS + ".groups", because);
        findings.noEffect(EXPERTS + ".active-groups", because);
      }
    }
  }

  /** Whether the GPUs of a stage, and the sequences, can be divided so. */
  void groups() {
    int tensor = split.tensor();
    int expert = split.expert();
    if (findings.sound(TENSOR, EXPERT) && expert > 1 && expert % tensor != 0) {
      findings.error(
          EXPERT,
          "%s GPUs make no whole groups of tensor: %s. Maybe %s."
              .formatted(grouped(expert), grouped(tensor), EvenDivision.multiples(expert, tensor)));
    }
    if (findings.sound(PIPELINE, MICRO_BATCHES) && split.pipeline() == 1 && split.parts() > 1) {
      findings.error(
          MICRO_BATCHES, "%d, but there is only one stage. Maybe 1.".formatted(split.parts()));
      return;
    }
    if (sound() && findings.sound(MICRO_BATCHES)) {
      if (split.parts() > InferenceRules.MOST_MICRO_BATCHES) {
        findings.error(
            PIPELINE,
            "%s stages are too many; at most %d can be simulated. Maybe %d."
                .formatted(
                    grouped(split.pipeline()),
                    InferenceRules.MOST_MICRO_BATCHES,
                    InferenceRules.MOST_MICRO_BATCHES));
        return;
      }
      sequences();
    }
  }

  private void sequences() {
    int groups = split.data();
    int parts = split.parts();
    boolean batchSound = findings.sound(BATCH);
    if (batchSound) {
      batchSound = isWhole(inference.batch(), groups, parts, BATCH, "sequences");
    }
    if (!findings.sound(PREFILL_BATCH)) {
      return;
    }
    int prompts = inference.prefillPrompts();
    int most = inference.batch() / parts;
    if (isWhole(prompts, groups, 1, PREFILL_BATCH, "prompts") && batchSound && prompts > most) {
      findings.error(
          PREFILL_BATCH,
          "is %s, but only %s sequences are under way%s. Maybe %d."
              .formatted(
                  grouped(prompts), grouped(most), parts == 1 ? "" : " in each micro-batch", most));
    }
  }

  /** Whether each micro-batch has as many on each group of GPUs. */
  private boolean isWhole(int number, int groups, int parts, String key, String what) {
    long unit = (long) groups * parts;
    if (number % unit == 0) {
      return true;
    }
    String places =
        parts == 1
            ? ""
            : groups == 1
                ? " in %d micro-batches".formatted(parts)
                : " in each of %d micro-batches".formatted(parts);
    findings.error(
        key,
        "%s %s cannot be divided evenly%s%s. Maybe %s."
            .formatted(
                grouped(number),
                what,
                groups == 1 ? "" : " among " + groups(groups),
                places,
                EvenDivision.multiples(number, unit)));
    return false;
  }

  private String groups(int groups) {
    return split.tensor() == 1
        ? grouped(groups) + " GPUs"
        : "%s groups of %s GPUs".formatted(grouped(groups), grouped(split.tensor()));
  }
}
