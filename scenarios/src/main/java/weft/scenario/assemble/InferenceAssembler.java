package weft.scenario.assemble;

import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.CachePrecision;
import weft.scenario.spec.Inference;
import weft.scenario.spec.Schema;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.InferenceFormats;
import weft.sim.workload.llm.InferenceParallelism;
import weft.sim.workload.llm.InferencePlan;
import weft.sim.workload.llm.InferenceProgram;
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
    Inference.InferenceParallelism split = spec.split();
    int ranks = Math.toIntExact(split.ranks());
    int replicas =
        apart != null
            ? apart.decodeGpus() / ranks
            : spec.replicas() != null ? spec.replicas() : gpus / ranks;
    int weightBytes = spec.precision().bytes();
    CachePrecision dispatch = spec.dispatchPrecision();
    InferencePlan plan =
        new InferencePlan(
            models.model(spec.model()),
            new InferenceParallelism(
                split.tensor(), split.expert(), split.pipeline(), split.parts()),
            replicas,
            spec.inputTokens(),
            spec.outputTokens(),
            spec.batch(),
            spec.prefillPrompts(),
            new InferenceFormats(
                weightBytes,
                spec.kvPrecision().bytes(),
                dispatch == null ? weightBytes : dispatch.bytes()),
            apart == null ? null : new InferencePlan.Disaggregation(apart.prefillGpus() / ranks));
    Kernels.Wanted wanted =
        new Kernels.Wanted(
            spec.precision().products(),
            AttentionKernel.FUSED,
            spec.gemmEfficiency(),
            spec.memoryEfficiency(),
            spec.attentionEfficiency());
    Accelerator accelerator = Kernels.accelerator(wanted, gpu);
    SlowestGpu slowest = SlowestGpu.of(spec.gpuVariation(), gpu, plan.parallelism().stageRanks());
    return new InferenceJob(
        plan,
        accelerator,
        AssumedFigures.of(wanted, spec.gpuVariation(), gpu.kernels()),
        slowest,
        InferenceProgram.decodeSteps(plan, slowest.of(accelerator)),
        gpu,
        Schema.text(spec.precision()),
        Schema.text(spec.kvPrecision()),
        TrainingAssembler.memoryBytes(gpu));
  }
}
