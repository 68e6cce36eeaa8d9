package weft.scenario.assemble;

import java.util.Map;
import java.util.Optional;
import weft.sim.workload.llm.Accelerator;
import weft.sim.workload.llm.MemoryUse;
import weft.sim.workload.llm.TrainingPlan;

/**
 * A training step as it was assembled.
 *
 * @param plan what is trained, and how
 * @param gpu what it runs on
 * @param assumed which of its figures nobody states
 * @param precision name of the number format
 * @param gpuMemoryBytes memory of the GPU
 * @param slowest as which all compute
 * @param speeds of ranks that compute more slowly, relative to the others
 */
public record TrainingJob(
    TrainingPlan plan,
    Accelerator gpu,
    AssumedFigures assumed,
    String precision,
    long gpuMemoryBytes,
    SlowestGpu slowest,
    Map<Integer, Double> speeds) {

  /** What it takes of the memory of a GPU. */
  public MemoryUse memory() {
    return MemoryUse.most(plan);
  }

  /** The same on another GPU. */
  TrainingJob on(Accelerator other) {
    return new TrainingJob(plan, other, assumed, precision, gpuMemoryBytes, slowest, speeds);
  }

  /** Why it does not fit into the memory, with a way out; empty if it does. */
  Optional<String> misfit() {
    return Misfit.of(plan, gpuMemoryBytes);
  }
}
