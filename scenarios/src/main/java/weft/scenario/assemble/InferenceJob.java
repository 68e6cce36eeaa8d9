package weft.scenario.assemble;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.InferenceMemory;
import weft.sim.workload.llm.InferencePlan;
import weft.topology.hardware.Gpu;

/**
 * A model that is served, as it was assembled.
 *
 * @param plan what is served, and how
 * @param gpu what it runs on
 * @param type of the GPU, as the catalogue has it
 * @param precision name of the number format of the weights
 * @param cachePrecision that of the KV cache
 * @param gpuMemoryBytes memory of the GPU
 */
public record InferenceJob(
    InferencePlan plan,
    Accelerator gpu,
    Gpu type,
    String precision,
    String cachePrecision,
    long gpuMemoryBytes) {

  /** What it takes of the memory of the GPU that has least left. */
  public InferenceMemory memory() {
    return InferenceMemory.most(plan);
  }

  /** The same on another GPU. */
  InferenceJob on(Accelerator other) {
    return new InferenceJob(plan, other, type, precision, cachePrecision, gpuMemoryBytes);
  }

  /** Why it does not fit into the memory, with a way out; empty if it does. */
  Optional<String> misfit() {
    InferenceMemory use = memory();
    if (use.bytes() <= gpuMemoryBytes) {
      return Optional.empty();
    }
    return Optional.of(
        "needs %s of memory on a GPU that %s (weights %s, KV cache %s, activations %s), which has %s: %s too much. %s"
            .formatted(
                gigabytes(use.bytes()),
                use.prefill() ? "does the prefill" : "decodes",
                gigabytes(use.weights()),
                gigabytes(use.cache()),
                gigabytes(use.activations()),
                gigabytes((double) gpuMemoryBytes),
                gigabytes(use.bytes() - gpuMemoryBytes),
                advice()));
  }

  private String advice() {
    int prompts = most(plan.prefillBatch(), plan::withPrefillBatch);
    if (prompts > 0) {
      return "Maybe prefill-batch: " + prompts + ".";
    }
    int batch = most(plan.batch(), plan::withBatch);
    return batch > 0
        ? "Maybe batch: " + batch + "."
        : "Maybe more tensor parallelism, or 8-bit weights and KV cache.";
  }

  /** The greatest number from 1 on with which it fits; 0 if none does. */
  private int most(int tooMany, IntFunction<InferencePlan> with) {
    int fits = 0;
    int not = tooMany;
    while (not - fits > 1) {
      int middle = (fits + not) >>> 1;
      if (InferenceMemory.most(with.apply(middle)).bytes() <= gpuMemoryBytes) {
        fits = middle;
      } else {
        not = middle;
      }
    }
    return fits;
  }

  private static String gigabytes(double bytes) {
    return String.format(Locale.ROOT, "%,.1f GiB", bytes / (1L << 30));
  }
}
