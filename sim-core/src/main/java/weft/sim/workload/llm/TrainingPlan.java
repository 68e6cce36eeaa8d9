package weft.sim.workload.llm;

/**
 * How a model is trained.
 *
 * @param model what is trained
 * @param parallelism over how many ranks
 * @param globalBatch sequences in a step
 * @param microBatch sequences in a micro-batch
 * @param sequence tokens of a sequence
 * @param formats sizes of numbers
 * @param recompute what the backward pass computes again
 * @param schedule order of micro-batches
 * @param sharding what replicas divide
 * @param overlap what goes on beside computation
 * @param fusedAttention whether the core of attention is one kernel that keeps its scores on the
 *     chip and skips what the causal mask hides (Dao et al., FlashAttention, NeurIPS 2022);
 *     otherwise scores go through the memory
 */
public record TrainingPlan(
    TransformerModel model,
    Parallelism parallelism,
    int globalBatch,
    int microBatch,
    int sequence,
    NumberFormats formats,
    Recompute recompute,
    Schedule schedule,
    Sharding sharding,
    Overlap overlap,
    boolean fusedAttention) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1, or something does not divide what it
   *     must
   */
  public TrainingPlan {
    requirePositive(globalBatch, "sequences in the global batch");
    requirePositive(microBatch, "sequences in a micro-batch");
    requirePositive(sequence, "tokens in a sequence");
    int tensor = parallelism.tensor();
    requireDivides(tensor, model.attention().heads(), "tensor-parallel ranks", "heads");
    requireDivides(tensor, model.feedForward(), "tensor-parallel ranks", "feed-forward size");
    requireDivides(parallelism.chunks(), model.layers(), "pipeline stages", "layers");
    requireDivides(parallelism.context(), sequence, "context-parallel ranks", "sequence");
    requireDivides(
        (long) parallelism.data() * microBatch,
        globalBatch,
        "replicas × micro-batch",
        "global batch");
    if (parallelism.virtualStages() > 1) {
      if (schedule != Schedule.ONE_FORWARD_ONE_BACKWARD) {
        throw new IllegalArgumentException("only 1F1B is interleaved");
      }
      requireDivides(
          parallelism.pipeline(),
          globalBatch / parallelism.data() / microBatch,
          "pipeline stages",
          "micro-batches, which are interleaved");
    }
  }

  /** A plan as of Megatron-LM in 2021: 1F1B, gradients all-reduced during the backward pass. */
  public TrainingPlan(
      TransformerModel model,
      int tensor,
      int pipeline,
      int data,
      int globalBatch,
      int microBatch,
      int sequence,
      Recompute recompute) {
    this(
        model,
        new Parallelism(tensor, 1, data, pipeline, 1, false),
        globalBatch,
        microBatch,
        sequence,
        NumberFormats.BF16,
        recompute,
        Schedule.ONE_FORWARD_ONE_BACKWARD,
        Sharding.NONE,
        Overlap.DATA,
        true);
  }

  /** The same with another recomputation. */
  public TrainingPlan withRecompute(Recompute other) {
    return new TrainingPlan(
        model,
        parallelism,
        globalBatch,
        microBatch,
        sequence,
        formats,
        other,
        schedule,
        sharding,
        overlap,
        fusedAttention);
  }

  /** The same with another sharding. */
  public TrainingPlan withSharding(Sharding other) {
    return new TrainingPlan(
        model,
        parallelism,
        globalBatch,
        microBatch,
        sequence,
        formats,
        recompute,
        schedule,
        other,
        overlap,
        fusedAttention);
  }

  /** Number of ranks. */
  public int ranks() {
    return parallelism.ranks();
  }

  /** Micro-batches that each pipeline works through in a step. */
  public int microBatches() {
    return globalBatch / parallelism.data() / microBatch;
  }

  /** Layers of a chunk; a stage has as many chunks as it has virtual stages. */
  public int chunkLayers() {
    return model.layers() / parallelism.chunks();
  }

  /** Tokens of a micro-batch on one rank: its share of each sequence. */
  public long microBatchTokens() {
    return (long) microBatch * (sequence / parallelism.context());
  }

  /** Tokens of a step. */
  public long stepTokens() {
    return (long) globalBatch * sequence;
  }

  /** What one step must compute, FLOP, without recomputation. */
  public double stepFlops() {
    return model.stepFlops(globalBatch, sequence);
  }

  /** Activations between two layers, T h e bytes: what tensor-parallel ranks reduce. */
  long activationBytes() {
    return microBatchTokens() * model.hidden() * formats.valueBytes();
  }

  /** Weights of a layer on one tensor-parallel rank; the split is taken as even. */
  long layerParameters(int layer) {
    return model.layerParameters(layer) / parallelism.tensor();
  }

  /** The same of an embedding. */
  long embeddingParameters() {
    return model.embeddingParameters() / parallelism.tensor();
  }

  /** The first layer of a chunk of a stage. */
  int firstLayer(int stage, int chunk) {
    return (chunk * parallelism.pipeline() + stage) * chunkLayers();
  }

  /** Weights of a stage on one tensor-parallel rank, with the embeddings. */
  public long stageParameters(int stage) {
    long sum = 0;
    for (int chunk = 0; chunk < parallelism.virtualStages(); chunk++) {
      for (int layer = 0; layer < chunkLayers(); layer++) {
        sum += layerParameters(firstLayer(stage, chunk) + layer);
      }
    }
    boolean first = stage == 0;
    boolean last = stage == parallelism.pipeline() - 1;
    int embeddings = first && last && model.tied() ? 1 : (first ? 1 : 0) + (last ? 1 : 0);
    return sum + embeddings * embeddingParameters();
  }

  static void requirePositive(int number, String what) {
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
