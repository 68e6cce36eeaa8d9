package weft.scenario.assemble;

import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.Inference;
import weft.scenario.spec.Schema;
import weft.sim.workload.llm.InferenceFormats;
import weft.sim.workload.llm.InferencePlan;
import weft.topology.hardware.Gpu;

/** From what a scenario says of a model that is served to its plan. */
final class InferenceAssembler {

  private final TrainingAssembler models;

  InferenceAssembler(TrainingAssembler models) {
    this.models = models;
  }

  /**
   * The plan on a fabric.
   *
   * @param gpus how many there are
   */
  InferenceJob job(Inference spec, Gpu gpu, int gpus) {
    Inference.Disaggregated apart = spec.disaggregated();
    int tensor = spec.tensor();
    int replicas =
        apart != null
            ? apart.decodeGpus() / tensor
            : spec.replicas() != null ? spec.replicas() : gpus / tensor;
    InferencePlan plan =
        new InferencePlan(
            models.model(spec.model()),
            tensor,
            replicas,
            spec.inputTokens(),
            spec.outputTokens(),
            spec.batch(),
            spec.prefillBatch(),
            new InferenceFormats(spec.precision().bytes(), spec.kvPrecision().bytes()),
            apart == null ? null : new InferencePlan.Disaggregation(apart.prefillGpus() / tensor));
    return new InferenceJob(
        plan,
        Kernels.accelerator(
            new Kernels.Wanted(
                spec.precision().products(),
                AttentionKernel.FUSED,
                spec.gemmEfficiency(),
                spec.memoryEfficiency(),
                spec.attentionEfficiency()),
            gpu),
        gpu,
        Schema.text(spec.precision()),
        Schema.text(spec.kvPrecision()),
        TrainingAssembler.memoryBytes(gpu));
  }
}
