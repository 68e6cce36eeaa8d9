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
 * @param experts over which ranks of a stage experts are divided
 */
public record Parallelism(
    int tensor,
    int context,
    int data,
    int pipeline,
    int virtualStages,
    boolean sequenceParallel,
    ExpertGrid experts) {

  /**
   * Over which ranks of a stage experts are divided, apart from how all else is (Megatron-Core,
   * {@code --expert-model-parallel-size} and {@code --expert-tensor-parallel-size}): first x
   * neighbours that share each expert, then e with other experts, and the rest have the same.
   *
   * @param tensor ranks that share an expert <i>x</i>
   * @param expert ranks that have other experts <i>e</i>
   */
  public record ExpertGrid(int tensor, int expert) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number is below 1
     */
    public ExpertGrid {
      TrainingPlan.requirePositive(tensor, "ranks that share an expert");
      TrainingPlan.requirePositive(expert, "ranks with other experts");
    }

    /** Ranks among which all experts of a layer are divided: x e. */
    public int ranks() {
      return tensor * expert;
    }
  }

  /** With all experts on every rank, divided as all else is. */
  public Parallelism(
      int tensor,
      int context,
      int data,
      int pipeline,
      int virtualStages,
      boolean sequenceParallel) {
    this(tensor, context, data, pipeline, virtualStages, sequenceParallel, asAllElse(tensor));
  }

  private static ExpertGrid asAllElse(int tensor) {
    TrainingPlan.requirePositive(tensor, "tensor-parallel ranks");
    return new ExpertGrid(tensor, 1);
  }

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
    TrainingPlan.requireDivides(
        experts.ranks(),
        (long) tensor * context * data,
        "ranks among which experts are divided",
        "ranks of a stage");
  }

  /** Number of ranks: t c d p. */
  public int ranks() {
    return Math.multiplyExact(Math.multiplyExact(tensor, context), data * pipeline);
  }

  /** Ranks that hold the same weights and add up their gradients: c d. */
  public int replicas() {
    return context * data;
  }

  /** Ranks that hold the same experts and add up their gradients: t c d / x e. */
  public int expertReplicas() {
    return stageRanks() / experts.ranks();
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
  public int stageRanks() {
    return tensor * context * data;
  }
}
