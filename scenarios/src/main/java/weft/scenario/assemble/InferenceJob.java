package weft.scenario.assemble;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import weft.sim.workload.MarkTimes;
import weft.sim.workload.Program;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.InferenceFigures;
import weft.sim.workload.llm.InferenceMemory;
import weft.sim.workload.llm.InferenceParallelism;
import weft.sim.workload.llm.InferencePlan;
import weft.sim.workload.llm.InferenceProgram;
import weft.topology.hardware.Gpu;

/**
 * A model that is served, as it was assembled.
 *
 * @param plan what is served, and how
 * @param gpu what it runs on, the mean of its kind
 * @param assumed which of its figures nobody states
 * @param slowest as which all do their arithmetic
 * @param decodeSteps of each micro-batch in the sample that is simulated
 * @param type of the GPU, as the catalogue has it
 * @param precision name of the number format of the weights
 * @param cachePrecision that of the KV cache
 * @param gpuMemoryBytes memory of the GPU
 */
public record InferenceJob(
    InferencePlan plan,
    Accelerator gpu,
    AssumedFigures assumed,
    SlowestGpu slowest,
    int decodeSteps,
    Gpu type,
    String precision,
    String cachePrecision,
    long gpuMemoryBytes) {

  /** What it takes of the memory of the GPU that has least left. */
  public InferenceMemory memory() {
    return InferenceMemory.most(plan);
  }

  /** The same sample, with as many decode steps, on another GPU: so that times compare. */
  InferenceJob on(Accelerator other) {
    return new InferenceJob(
        plan,
        other,
        assumed,
        slowest,
        decodeSteps,
        type,
        precision,
        cachePrecision,
        gpuMemoryBytes);
  }

  /** What its ranks do in the sample. */
  Program program() {
    return InferenceProgram.of(plan, slowest.of(gpu), decodeSteps);
  }

  /**
   * What a run of {@link #program} comes to.
   *
   * @param marks of the run, which must have ended
   * @param startPs when it started, picoseconds
   */
  public InferenceFigures figures(List<MarkTimes> marks, long startPs) {
    return InferenceFigures.of(plan, gpu, decodeSteps, marks, startPs);
  }

  /** Why it does not fit into the memory, with a way out; empty if it does. */
  Optional<String> misfit() {
    InferenceMemory use = memory();
    if (use.bytes() <= gpuMemoryBytes) {
      return Optional.empty();
    }
    return Optional.of(
        "needs %s of memory on a GPU that %s%s (weights %s, KV cache %s, activations %s), which has %s: %s too much. %s"
            .formatted(
                gigabytes(use.bytes()),
                use.prefill() ? "does the prefill" : "decodes",
                stage(use),
                gigabytes(use.weights()),
                gigabytes(use.cache()),
                gigabytes(use.activations()),
                gigabytes((double) gpuMemoryBytes),
                gigabytes(use.bytes() - gpuMemoryBytes),
                advice()));
  }

  private String stage(InferenceMemory use) {
    int stages = plan.parallelism().pipeline();
    return stages == 1 ? "" : " in stage %d of %d".formatted(use.stage() + 1, stages);
  }

  private String advice() {
    InferenceParallelism parallelism = plan.parallelism();
    int groups = parallelism.data();
    int prompts = most(plan.prefillBatch(), groups, plan::withPrefillBatch);
    if (prompts > 0) {
      return "Maybe prefill-batch: " + prompts + ".";
    }
    int batch = most(plan.batch(), groups * parallelism.microBatches(), this::withBatch);
    return batch > 0
        ? "Maybe batch: " + batch + "."
        : "Maybe more tensor, expert or pipeline parallelism, or 8-bit weights and KV cache.";
  }

  /** Fewer sequences, and prompts at a time that are whole ones on each group. */
  private InferencePlan withBatch(int batch) {
    InferenceParallelism parallelism = plan.parallelism();
    int prompts = Math.min(plan.prefillBatch(), batch / parallelism.microBatches());
    return plan.withPrefillBatch(parallelism.data()).withBatch(batch).withPrefillBatch(prompts);
  }

  /** The greatest multiple of {@code unit} with which it fits; 0 if none does. */
  private int most(int tooMany, int unit, IntFunction<InferencePlan> with) {
    int fits = 0;
    int not = tooMany / unit;
    while (not - fits > 1) {
      int middle = (fits + not) >>> 1;
      if (InferenceMemory.most(with.apply(middle * unit)).bytes() <= gpuMemoryBytes) {
        fits = middle;
      } else {
        not = middle;
      }
    }
    return fits * unit;
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f GiB", bytes / (1L << 30));
  }
}
