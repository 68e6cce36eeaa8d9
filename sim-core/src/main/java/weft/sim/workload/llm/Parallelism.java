package weft.sim.workload.llm;

/**
 * Over how many ranks a model is split. Ranks are ordered as in Megatron-LM: tensor-parallel
 * neighbours first, then context-parallel, then data-parallel, then pipeline stages, so rank =
 * tensor index + t × (context index + c × (data index + d × stage)).
 *
 * @param tensor tensor-parallel ranks <i>t</i>
 * @param context context-parallel ranks <i>c</i>, among which a sequence is divided
 * @param data data-parallel replicas <i>d</i>
 * @param pipeline pipeline stages <i>p</i>
 * @param virtualStages chunks of layers of a stage <i>v</i>; more than one is an interleaved
 *     pipeline
 * @param sequenceParallel whether tensor-parallel ranks divide what they would all do besides
 *     (Korthikanti et al., MLSys 2023): an all-reduce becomes reduce-scatter and all-gather
 */
public record Parallelism(
    int tensor, int context, int data, int pipeline, int virtualStages, boolean sequenceParallel) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public Parallelism {
    TrainingPlan.requirePositive(tensor, "tensor-parallel ranks");
    TrainingPlan.requirePositive(context, "context-parallel ranks");
    TrainingPlan.requirePositive(data, "data-parallel replicas");
    TrainingPlan.requirePositive(pipeline, "pipeline stages");
    TrainingPlan.requirePositive(virtualStages, "chunks of a stage");
  }

  /** Number of ranks: t c d p. */
  public int ranks() {
    return Math.multiplyExact(Math.multiplyExact(tensor, context), data * pipeline);
  }

  /** Ranks that hold the same weights and add up their gradients: c d. */
  public int replicas() {
    return context * data;
  }

  /** Chunks of layers in the whole pipeline: p v. */
  public int chunks() {
    return pipeline * virtualStages;
  }

  /** The rank at a place of the grid. */
  int rank(int tensorIndex, int contextIndex, int dataIndex, int stage) {
    return tensorIndex + tensor * (contextIndex + context * (dataIndex + data * stage));
  }

  /** Ranks of a stage. */
  int stageRanks() {
    return tensor * context * data;
  }
}
