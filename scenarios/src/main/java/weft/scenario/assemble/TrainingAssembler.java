package weft.scenario.assemble;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.AttentionKernel;
import weft.scenario.spec.DispatchPrecision;
import weft.scenario.spec.ExpertExchange;
import weft.scenario.spec.ModelSpec;
import weft.scenario.spec.OnOff;
import weft.scenario.spec.ParallelismSpec;
import weft.scenario.spec.Precision;
import weft.scenario.spec.Schema;
import weft.scenario.spec.SlowGpuSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.workload.llm.AmaxReduction;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.ExpertRouting;
import weft.sim.workload.llm.Experts;
import weft.sim.workload.llm.MicroBatchOrder;
import weft.sim.workload.llm.NumberFormats;
import weft.sim.workload.llm.Overlap;
import weft.sim.workload.llm.Parallelism;
import weft.sim.workload.llm.Recompute;
import weft.sim.workload.llm.Sharding;
import weft.sim.workload.llm.TrainingPlan;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.hardware.Gpu;

/** From what a scenario says of a training step to its plan. */
final class TrainingAssembler {

  private final ModelCatalog models;

  TrainingAssembler(ModelCatalog models) {
    this.models = models;
  }

  TrainingJob job(WorkloadSpec.Training spec, Gpu gpu) {
    TrainingPlan plan =
        new TrainingPlan(
            model(spec.model()),
            parallelism(spec.parallelism()),
            spec.globalBatch(),
            spec.microBatch(),
            spec.sequence(),
            formats(spec),
            switch (spec.recompute()) {
              case NONE -> Recompute.NONE;
              case SELECTIVE -> Recompute.SELECTIVE;
              case FULL -> Recompute.FULL;
            },
            switch (spec.schedule()) {
              case GPIPE -> MicroBatchOrder.GPIPE;
              case ONE_FORWARD_ONE_BACKWARD -> MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD;
              case ZERO_BUBBLE -> MicroBatchOrder.ZERO_BUBBLE;
            },
            switch (spec.sharding()) {
              case NONE -> Sharding.NONE;
              case ZERO_1 -> Sharding.OPTIMIZER;
              case ZERO_2 -> Sharding.GRADIENTS;
              case ZERO_3 -> Sharding.WEIGHTS;
            },
            new Overlap(
                spec.tensorOverlap() == OnOff.ON,
                spec.expertOverlap() == OnOff.ON,
                spec.dataOverlap() == OnOff.ON),
            spec.attention() != AttentionKernel.UNFUSED,
            new ExpertRouting(
                spec.expertCapacity(),
                spec.expertImbalance(),
                spec.expertDispatchPrecision() == DispatchPrecision.FP8,
                spec.parallelism().expert() > 1
                    && spec.expertExchange() == ExpertExchange.ONCE_PER_NODE),
            spec.shards() == null ? replicas(spec.parallelism()) : spec.shards(),
            switch (spec.amaxReduction()) {
              case DATA -> AmaxReduction.DATA;
              case TENSOR -> AmaxReduction.TENSOR;
              case NONE -> AmaxReduction.NONE;
            });
    Kernels.Wanted wanted =
        new Kernels.Wanted(
            spec.precision(),
            spec.attention(),
            spec.gemmEfficiency(),
            spec.memoryEfficiency(),
            spec.attentionEfficiency());
    return new TrainingJob(
        plan,
        Kernels.accelerator(wanted, gpu),
        AssumedFigures.of(wanted, spec.gpuVariation(), gpu.kernels()),
        Schema.text(spec.precision()),
        memoryBytes(gpu),
        SlowestGpu.of(spec.gpuVariation(), gpu, plan.parallelism().stageRanks()),
        speeds(spec.slowGpus()));
  }

  private static Map<Integer, Double> speeds(@Nullable List<SlowGpuSpec> slow) {
    Map<Integer, Double> speeds = new TreeMap<>();
    for (SlowGpuSpec gpu : slow == null ? List.<SlowGpuSpec>of() : slow) {
      speeds.put(gpu.rank(), gpu.speed());
    }
    return speeds;
  }

  /**
   * What there is on the chip: a data sheet's GB of GPU memory is 2^30 bytes (nvidia-smi shows
   * 81,559 MiB on an H100 of 80 GB, 143,771 MiB on an H200 of 141 GB).
   */
  static long memoryBytes(Gpu gpu) {
    return (long) (gpu.memoryBytes() / 1e9 * (1L << 30));
  }

  private static Parallelism parallelism(ParallelismSpec spec) {
    return new Parallelism(
        spec.tensor(),
        spec.context(),
        spec.data(),
        spec.pipeline(),
        spec.pipeline() == 1 ? 1 : spec.virtualStages(),
        spec.sequenceParallel() == OnOff.ON && spec.tensor() > 1,
        new Parallelism.ExpertGrid(spec.expertSharers(), spec.expert()));
  }

  private static int replicas(ParallelismSpec spec) {
    return spec.data() * spec.context();
  }

  private static NumberFormats formats(WorkloadSpec.Training spec) {
    return new NumberFormats(
        2,
        switch (spec.gradientPrecision()) {
          case FP32 -> 4;
          case BF16 -> 2;
        },
        spec.precision() == Precision.FP8);
  }

  /** The model that a scenario means. */
  TransformerModel model(ModelSpec spec) {
    if (spec instanceof ModelSpec.Known known) {
      return models.get(known.name());
    }
    ModelSpec.Custom custom = (ModelSpec.Custom) spec;
    return new TransformerModel(
        "custom model",
        custom.hidden(),
        custom.layers(),
        attention(custom),
        custom.feedForward(),
        custom.gated() == OnOff.ON,
        custom.experts() == null ? null : experts(custom, custom.experts()),
        custom.vocabulary(),
        custom.tied() == OnOff.ON);
  }

  private static Attention attention(ModelSpec.Custom model) {
    ModelSpec.Latent latent = model.latent();
    return latent == null
        ? new Attention(model.heads(), model.keyValueHeads(), model.headWidth(), null)
        : new Attention(
            model.heads(),
            model.heads(),
            latent.headSize(),
            new Attention.Latent(
                Optional.ofNullable(latent.queryRank()).orElse(0),
                latent.kvRank(),
                latent.positionSize(),
                latent.valueWidth()));
  }

  private static Experts experts(ModelSpec.Custom model, ModelSpec.Experts spec) {
    return new Experts(
        spec.count(),
        spec.active(),
        spec.shared(),
        Optional.ofNullable(spec.ffn()).orElse(model.feedForward()),
        spec.denseLayers(),
        spec.groups(),
        spec.usedGroups());
  }
}
