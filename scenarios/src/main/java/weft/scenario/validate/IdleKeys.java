package weft.scenario.validate;

import weft.scenario.spec.AmaxReduction;
import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.Precision;
import weft.scenario.spec.Recompute;
import weft.scenario.spec.Schema;
import weft.scenario.spec.WorkloadSpec;

/** Keys of a training workload that cannot influence its run. */
final class IdleKeys {

  private static final String TRAINING = "workload.training";

  private IdleKeys() {}

  static void report(WorkloadSpec.Training training, Catalogue catalogue, Findings findings) {
    ParallelismSpec parallelism = training.parallelism();
    String keys = TRAINING + ".parallelism";
    if (findings.sound(keys, TRAINING + ".model")) {
      evenStages(
          ModelRules.dimensions(training.model(), catalogue).layers(), parallelism, findings);
    }
    if (findings.sound(TRAINING + ".recompute", TRAINING + ".attention")
        && training.recompute() == Recompute.SELECTIVE
        && training.attention() != AttentionKernel.UNFUSED) {
      findings.warning(
          TRAINING + ".recompute",
          "selective: the core of attention is computed twice and no memory is saved, since with"
              + " attention: %s no scores are kept. Maybe none."
                  .formatted(Schema.text(training.attention())));
    }
    if (findings.sound(TRAINING + ".precision") && training.precision() != Precision.FP8) {
      findings.noEffect(
          TRAINING + ".amax-reduction", "only with precision: fp8 are tensors scaled");
    } else if (findings.sound(keys)
        && (long) parallelism.tensor() * parallelism.context() * parallelism.data() == 1) {
      findings.noEffect(TRAINING + ".amax-reduction", "a pipeline stage is one GPU");
    } else if (findings.sound(keys)
        && training.amaxReduction() == AmaxReduction.TENSOR
        && parallelism.data() == 1) {
      findings.noEffect(TRAINING + ".amax-reduction", "with one replica it is the same as data");
    }
    if (findings.sound(keys) && parallelism.pipeline() == 1) {
      if (training.expertOverlap() == OnOff.OFF) {
        findings.noEffect(TRAINING + ".schedule", "with pipeline: 1 there is nothing to schedule");
      }
      findings.noEffect(
          keys + ".virtual-stages", "with pipeline: 1 there is nothing to interleave");
    }
    if (findings.sound(keys) && (long) parallelism.data() * parallelism.context() == 1) {
      String alone = "with data: 1 no gradients are exchanged";
      findings.noEffect(TRAINING + ".data-overlap", alone);
      findings.noEffect(TRAINING + ".sharding", "with data: 1 there are no replicas");
    }
    if (findings.sound(keys) && parallelism.tensor() == 1) {
      String alone = "with tensor: 1 nothing is exchanged within a layer";
      findings.noEffect(keys + ".sequence-parallel", alone);
      findings.noEffect(TRAINING + ".tensor-overlap", alone);
    } else if (findings.sound(keys) && parallelism.sequenceParallel() == OnOff.OFF) {
      findings.noEffect(
          TRAINING + ".tensor-overlap", "only with sequence-parallel: on is there an overlap");
    }
  }

  private static void evenStages(int layers, ParallelismSpec parallelism, Findings findings) {
    long stages = (long) parallelism.pipeline() * parallelism.virtualStages();
    if (layers % stages == 0) {
      findings.noEffect(
          TRAINING + ".parallelism.uneven-stages",
          parallelism.pipeline() == 1
              ? "with pipeline: 1 there is only one stage"
              : "%s layers can be divided evenly among %s stages"
                  .formatted(Findings.grouped(layers), Findings.grouped(stages)));
    }
  }
}
