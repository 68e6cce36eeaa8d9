package weft.sim.workload.llm;

/**
 * How a model is trained: parallelism, batch, precision.
 *
 * <p>Ranks are ordered as in Megatron-LM: tensor-parallel neighbours first, then data-parallel,
 * then pipeline stages, so rank = tensor index + t × (data index + d × stage).
 *
 * @param model what is trained
 * @param tensor tensor-parallel ranks <i>t</i>
 * @param pipeline pipeline stages <i>p</i>
 * @param data data-parallel replicas <i>d</i>
 * @param globalBatch sequences in a step
 * @param microBatch sequences in a micro-batch
 * @param sequence tokens of a sequence
 * @param valueBytes bytes of a weight or activation, 2 for bf16
 * @param gradientBytes bytes of a gradient as it is reduced, 4 for fp32
 * @param recompute what the backward pass computes again
 */
public record TrainingPlan(
    TransformerModel model,
    int tensor,
    int pipeline,
    int data,
    int globalBatch,
    int microBatch,
    int sequence,
    int valueBytes,
    int gradientBytes,
    Recompute recompute) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1, or something does not divide what it
   *     must
   */
  public TrainingPlan {
    requirePositive(tensor, "tensor-parallel ranks");
    requirePositive(pipeline, "pipeline stages");
    requirePositive(data, "data-parallel replicas");
    requirePositive(globalBatch, "sequences in the global batch");
    requirePositive(microBatch, "sequences in a micro-batch");
    requirePositive(sequence, "tokens in a sequence");
    requirePositive(valueBytes, "bytes in a value");
    requirePositive(gradientBytes, "bytes in a gradient");
    requireDivides(tensor, model.heads(), "tensor-parallel ranks", "heads");
    requireDivides(tensor, model.feedForward(), "tensor-parallel ranks", "feed-forward size");
    requireDivides(pipeline, model.layers(), "pipeline stages", "layers");
    requireDivides((long) data * microBatch, globalBatch, "replicas × micro-batch", "global batch");
  }

  /** Number of ranks: t p d. */
  public int ranks() {
    return Math.multiplyExact(Math.multiplyExact(tensor, pipeline), data);
  }

  /** Micro-batches that each pipeline works through in a step. */
  public int microBatches() {
    return globalBatch / data / microBatch;
  }

  /** Layers of a pipeline stage. */
  public int stageLayers() {
    return model.layers() / pipeline;
  }

  /** Tokens of a micro-batch. */
  public long microBatchTokens() {
    return (long) microBatch * sequence;
  }

  /** Tokens of a step. */
  public long stepTokens() {
    return (long) globalBatch * sequence;
  }

  /** What one step must compute, FLOP, without recomputation. */
  public double stepFlops() {
    return model.stepFlops(globalBatch, sequence);
  }

  /** The rank at a place of the three-dimensional grid. */
  int rank(int tensorIndex, int dataIndex, int stage) {
    return tensorIndex + tensor * (dataIndex + data * stage);
  }

  private static void requirePositive(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException(number + " " + what);
    }
  }

  private static void requireDivides(long divisor, long number, String what, String ofWhat) {
    if (number % divisor != 0) {
      throw new IllegalArgumentException(
          "%d (%s) does not divide %d (%s)".formatted(divisor, what, number, ofWhat));
    }
  }
}
