package weft.scenario.assemble;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.SlowGpuSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.Recompute;
import weft.sim.workload.llm.TrainingPlan;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.error.TopologyException;
import weft.topology.hardware.Gpu;

/** From what a scenario says of a training step to its plan. */
final class TrainingAssembler {

  /**
   * The share of peak that matrix products reach on a GPU that nobody has measured (assumption, in
   * the middle of the 0.77 … 0.87 measured on A100, H100 and B200).
   */
  private static final double UNMEASURED_GEMM_EFFICIENCY = 0.80;

  /** The share of the memory's peak that kernels reach (assumption). */
  private static final double MEMORY_EFFICIENCY = 0.90;

  private final ModelCatalog models;

  TrainingAssembler(ModelCatalog models) {
    this.models = models;
  }

  TrainingJob job(WorkloadSpec.Training spec, Gpu gpu) {
    TrainingPlan plan =
        new TrainingPlan(
            model(spec.model()),
            spec.parallelism().tensor(),
            spec.parallelism().pipeline(),
            spec.parallelism().data(),
            spec.globalBatch(),
            spec.microBatch(),
            spec.sequence(),
            switch (spec.precision()) {
              case BF16, FP16 -> 2;
            },
            switch (spec.gradientPrecision()) {
              case FP32 -> 4;
              case BF16 -> 2;
            },
            switch (spec.recompute()) {
              case NONE -> Recompute.NONE;
              case SELECTIVE -> Recompute.SELECTIVE;
              case FULL -> Recompute.FULL;
            });
    return job(plan, spec, gpu);
  }

  private static TrainingJob job(TrainingPlan plan, WorkloadSpec.Training spec, Gpu gpu) {
    double peakFlops =
        switch (spec.precision()) {
          case BF16 -> gpu.dense().bf16FlopPerSecond();
          case FP16 ->
              gpu.dense()
                  .fp16FlopPerSecond()
                  .orElseThrow(
                      () ->
                          new TopologyException(
                              "nobody states how fast a %s is in fp16. Maybe precision: bf16."
                                  .formatted(gpu.name())));
        };
    Accelerator accelerator =
        new Accelerator(
            gpu.label(),
            peakFlops,
            Optional.ofNullable(spec.gemmEfficiency()).orElseGet(() -> gemmEfficiency(gpu)),
            gpu.memoryBytesPerSecond(),
            Optional.ofNullable(spec.memoryEfficiency()).orElse(MEMORY_EFFICIENCY));
    String measured = gpu.measuredBf16FlopPerSecond().isPresent() ? "measured" : "assumption";
    return new TrainingJob(
        plan,
        accelerator,
        Schema.text(spec.precision()),
        spec.gemmEfficiency() == null ? measured : "scenario",
        spec.memoryEfficiency() == null ? "assumption" : "scenario",
        gpu.memoryBytes(),
        speeds(spec.slowGpus()));
  }

  private static Map<Integer, Double> speeds(@Nullable List<SlowGpuSpec> slow) {
    Map<Integer, Double> speeds = new TreeMap<>();
    for (SlowGpuSpec gpu : slow == null ? List.<SlowGpuSpec>of() : slow) {
      speeds.put(gpu.rank(), gpu.speed());
    }
    return speeds;
  }

  private static double gemmEfficiency(Gpu gpu) {
    return gpu.measuredBf16FlopPerSecond().isPresent()
        ? gpu.measuredBf16FlopPerSecond().getAsDouble() / gpu.dense().bf16FlopPerSecond()
        : UNMEASURED_GEMM_EFFICIENCY;
  }

  private TransformerModel model(ModelSpec spec) {
    if (spec instanceof ModelSpec.Known known) {
      return models.get(known.name());
    }
    ModelSpec.Custom custom = (ModelSpec.Custom) spec;
    return new TransformerModel(
        "custom model",
        custom.hidden(),
        custom.layers(),
        custom.heads(),
        custom.feedForward(),
        custom.vocabulary());
  }
}
