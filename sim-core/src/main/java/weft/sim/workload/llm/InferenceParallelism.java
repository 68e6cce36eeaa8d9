package weft.sim.workload.llm;

/**
 * Over how many ranks a replica is split. Ranks are ordered tensor first, then data, then stage.
 *
 * <p>With expert parallelism the experts of a layer are divided among all <i>N</i> ranks of a
 * stage. What is not an expert is on groups of <i>t</i> tensor-parallel ranks, N/t of them, each
 * with sequences of its own: data-parallel attention (SGLang: {@code --enable-dp-attention}, vLLM:
 * {@code --data-parallel-size} with {@code --enable-expert-parallel}, where N = t × data as here).
 *
 * @param tensor ranks that share each layer <i>t</i>
 * @param expert ranks among which the experts of a layer are divided <i>N</i>; 1 if each tensor
 *     rank has its part of all of them
 * @param pipeline stages of layers <i>p</i>
 * @param microBatches parts of the sequences under way that go through the stages one after the
 *     other <i>m</i>
 */
public record InferenceParallelism(int tensor, int expert, int pipeline, int microBatches) {

  /** Tensor parallelism and nothing else. */
  public InferenceParallelism(int tensor) {
    this(tensor, 1, 1, 1);
  }

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1, tensor-parallel ranks are not whole
   *     parts of the ranks that experts are divided among, or there are micro-batches without
   *     stages
   */
  public InferenceParallelism {
    TrainingPlan.requirePositive(tensor, "tensor-parallel ranks");
    TrainingPlan.requirePositive(expert, "ranks among which experts are divided");
    TrainingPlan.requirePositive(pipeline, "pipeline stages");
    TrainingPlan.requirePositive(microBatches, "micro-batches");
    if (expert > 1) {
      TrainingPlan.requireDivides(
          tensor, expert, "tensor-parallel ranks", "ranks among which experts are divided");
    }
    if (pipeline == 1 && microBatches > 1) {
      throw new IllegalArgumentException(microBatches + " micro-batches in one stage");
    }
  }

  /** Whether experts are divided, so that tokens travel to them. */
  public boolean dividesExperts() {
    return expert > 1;
  }

  /** Groups of tensor-parallel ranks of a stage, each with sequences of its own <i>d</i>. */
  public int data() {
    return dividesExperts() ? expert / tensor : 1;
  }

  /** Ranks of a stage: t d. */
  public int stageRanks() {
    return tensor * data();
  }

  /** Ranks of a replica: t d p. */
  public int ranks() {
    return Math.multiplyExact(stageRanks(), pipeline);
  }
}
