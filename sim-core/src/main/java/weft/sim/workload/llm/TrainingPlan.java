package weft.sim.workload.llm;

import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

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
 * @param routing how tokens come to experts on other ranks
 * @param shards among how many replicas state is divided; if not among all, each such part has
 *     copies (hybrid sharding; Zhao et al., PyTorch FSDP, VLDB 2023, section 3.2.2)
 * @param amaxReduction which ranks reduce greatest values, if products are done in 8 bits
 */
public record TrainingPlan(
    TransformerModel model,
    Parallelism parallelism,
    int globalBatch,
    int microBatch,
    int sequence,
    NumberFormats formats,
    Recompute recompute,
    MicroBatchOrder schedule,
    Sharding sharding,
    Overlap overlap,
    boolean fusedAttention,
    ExpertRouting routing,
    int shards,
    AmaxReduction amaxReduction) {

  /** How many chunks may have no layer, but embeddings: the last, and then the first. */
  public static final int EMPTY_CHUNKS = 2;

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
    if (parallelism.chunks() - EMPTY_CHUNKS > model.layers()) {
      throw new IllegalArgumentException(
          "%d layers in %d pipeline stages".formatted(model.layers(), parallelism.chunks()));
    }
    requireExperts(model, parallelism, routing);
    if (overlapsExperts(model, parallelism, overlap)) {
      requireTogether(parallelism, recompute, schedule, sharding);
    }
    requireDivides(shards, parallelism.replicas(), "replicas that shard", "replicas");
    if (shards != parallelism.replicas() && exchangesTokens(model, parallelism)) {
      throw new IllegalArgumentException("experts are sharded among all who have them");
    }
    requireDivides(parallelism.context(), sequence, "context-parallel ranks", "sequence");
    requireDivides(
        (long) parallelism.data() * microBatch,
        globalBatch,
        "replicas × micro-batch",
        "global batch");
    if (parallelism.virtualStages() > 1) {
      if (schedule != MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD) {
        throw new IllegalArgumentException("only 1F1B is interleaved");
      }
      if (parallelism.pipeline() == 1) {
        throw new IllegalArgumentException("one pipeline stage has nothing to interleave with");
      }
      requireDivides(
          parallelism.pipeline(),
          globalBatch / parallelism.data() / microBatch,
          "pipeline stages",
          "micro-batches, which are interleaved");
    }
  }

  /** Whether what is sharded is not sharded among all replicas. */
  public boolean isHybrid() {
    return sharding != Sharding.NONE && shards < parallelism.replicas();
  }

  private static void requireExperts(
      TransformerModel model, Parallelism parallelism, ExpertRouting routing) {
    Parallelism.ExpertGrid grid = parallelism.experts();
    if (grid.expert() > 1 && routing.imbalance() > grid.expert()) {
      throw new IllegalArgumentException(
          "%s times the mean of %d ranks".formatted(routing.imbalance(), grid.expert()));
    }
    if (routing.oncePerNode() && grid.tensor() > 1) {
      throw new IllegalArgumentException(
          "tokens are sent once to each node if no experts are shared by ranks");
    }
    Experts experts = model.experts();
    if (experts != null) {
      requireDivides(grid.expert(), experts.count(), "ranks with other experts", "experts");
      requireDivides(grid.tensor(), experts.size(), "ranks that share an expert", "its size");
    } else if (grid.expert() > 1) {
      throw new IllegalArgumentException("no experts to divide among " + grid.expert() + " ranks");
    }
    if (exchangesTokens(model, parallelism)
        && parallelism.tensor() > 1
        && !parallelism.sequenceParallel()) {
      throw new IllegalArgumentException(
          "tokens that tensor-parallel ranks all have cannot be sent to experts elsewhere");
    }
  }

  /** What it takes that forward and backward passes go together. */
  private static void requireTogether(
      Parallelism parallelism, Recompute recompute, MicroBatchOrder schedule, Sharding sharding) {
    if (schedule != MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD) {
      throw new IllegalArgumentException("only 1F1B hides the exchange with experts");
    }
    if (parallelism.pipeline() > 1 && parallelism.virtualStages() == 1) {
      throw new IllegalArgumentException(
          "only an interleaved pipeline hides the exchange with experts");
    }
    if (recompute == Recompute.FULL) {
      throw new IllegalArgumentException("a recomputed exchange with experts is not hidden");
    }
    if (sharding == Sharding.WEIGHTS) {
      throw new IllegalArgumentException("weights that are not kept belong to one pass at a time");
    }
  }

  /**
   * Bytes a layer of greatest values: of each of its four products three tensors forward and two
   * backward (Transformer Engine, module/base.py, {@code set_meta_tensor}), in single precision.
   * Experts and latent attention have more; that few bytes take no time.
   */
  private static final int AMAX_BYTES = 4 * 3 * 4;

  private static final int AMAX_GRADIENT_BYTES = 4 * 2 * 4;

  /** With experts that take their even share, and drop nothing; nothing is reduced for 8 bits. */
  public TrainingPlan(
      TransformerModel model,
      Parallelism parallelism,
      int globalBatch,
      int microBatch,
      int sequence,
      NumberFormats formats,
      Recompute recompute,
      MicroBatchOrder schedule,
      Sharding sharding,
      Overlap overlap,
      boolean fusedAttention) {
    this(
        model,
        parallelism,
        globalBatch,
        microBatch,
        sequence,
        formats,
        recompute,
        schedule,
        sharding,
        overlap,
        fusedAttention,
        ExpertRouting.EVEN,
        parallelism.replicas(),
        AmaxReduction.NONE);
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
        MicroBatchOrder.ONE_FORWARD_ONE_BACKWARD,
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
        fusedAttention,
        routing,
        shards,
        amaxReduction);
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
        fusedAttention,
        routing,
        shards,
        amaxReduction);
  }

  /** Number of ranks. */
  public int ranks() {
    return parallelism.ranks();
  }

  /** Micro-batches that each pipeline works through in a step. */
  public int microBatches() {
    return globalBatch / parallelism.data() / microBatch;
  }

  /**
   * Layers of a chunk of a stage; a stage has as many chunks as it has virtual stages. Where layers
   * cannot be divided evenly, the last chunk of all has one less than others, then the first, then
   * the last but one, and so on: the ends have the embeddings besides, and may have nothing else
   * (as in Llama 3 405B; Llama Team 2024, section 3.3.2).
   */
  int layers(int stage, int chunk) {
    return layers(chunk * parallelism.pipeline() + stage);
  }

  private int layers(int chunkOfAll) {
    int chunks = parallelism.chunks();
    int uneven = model.layers() % chunks;
    int nearness = Math.min(2 * (chunks - 1 - chunkOfAll), 2 * chunkOfAll + 1);
    boolean isLong = uneven > 0 && nearness >= chunks - uneven;
    return model.layers() / chunks + (isLong ? 1 : 0);
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

  /**
   * Whether tokens go to experts on other ranks. Otherwise each rank computes its part of all
   * experts, with tokens that it has anyway.
   */
  boolean exchangesTokens() {
    return exchangesTokens(model, parallelism);
  }

  private static boolean exchangesTokens(TransformerModel model, Parallelism parallelism) {
    Parallelism.ExpertGrid grid = parallelism.experts();
    return model.experts() != null && (grid.expert() > 1 || grid.tensor() != parallelism.tensor());
  }

  /** Whether that goes on beside passes of another micro-batch. */
  boolean overlapsExperts() {
    return overlapsExperts(model, parallelism, overlap);
  }

  private static boolean overlapsExperts(
      TransformerModel model, Parallelism parallelism, Overlap overlap) {
    return overlap.expert() && model.experts() != null && parallelism.experts().expert() > 1;
  }

  /** Whether a layer has experts that tokens are sent to. */
  boolean exchangesTokens(int layer) {
    return exchangesTokens() && model.hasExperts(layer);
  }

  /** Whether layers with experts have some that every token goes to. */
  boolean hasSharedExperts() {
    Experts experts = model.experts();
    return experts != null && experts.shared() > 0;
  }

  /**
   * What a rank sends to the experts of a layer, bytes: C k T' h e, or in 8 bits; of tokens that
   * are sent once, a copy for each rank instead of k.
   */
  long dispatchBytes() {
    return routing.dispatchBytes(sentTokens() * model.hidden(), formats.valueBytes());
  }

  /** What it gets back, bytes: as much, at 16 bits. */
  long combineBytes() {
    return Math.round(sentTokens() * model.hidden()) * formats.valueBytes();
  }

  /** What the experts of a rank get, bytes, if all get as much: a row for each expert. */
  long receivedBytes() {
    return routing.dispatchBytes(dispatchedTokens() * model.hidden(), formats.valueBytes());
  }

  private double sentTokens() {
    Experts experts = model.experts();
    return experts != null && routing.oncePerNode()
        ? experts.ranksMet(parallelism.experts().expert()) * ownTokens()
        : dispatchedTokens();
  }

  /** Tokens that a rank has to send, T'. */
  private double ownTokens() {
    return (double) microBatchTokens() / parallelism.tensor();
  }

  /** Tokens that come to the experts of a rank over the mean of all ranks. */
  double expertLoad(int rank) {
    Parallelism.ExpertGrid grid = parallelism.experts();
    return exchangesTokens()
        ? routing.load(rank / grid.tensor() % grid.expert(), grid.expert())
        : 1;
  }

  /** Rows for experts that the tokens of a rank make, C k T'. */
  double dispatchedTokens() {
    Experts experts = model.experts();
    return experts == null ? 0 : routing.capacity() * experts.active() * ownTokens();
  }

  /**
   * Weights of a layer on one rank, but for those that {@link #expertParameters} counts; the split
   * is taken as even.
   */
  long layerParameters(int layer) {
    long apart = exchangesTokens() ? model.routedWeights(layer) : 0;
    return (model.layerParameters(layer) - apart) / parallelism.tensor();
  }

  /** Weights of the experts of a layer on one rank, if tokens are sent to them. */
  long expertParameters(int layer) {
    return exchangesTokens() ? model.routedWeights(layer) / parallelism.experts().ranks() : 0;
  }

  /** The same of an embedding. */
  long embeddingParameters() {
    return model.embeddingParameters() / parallelism.tensor();
  }

  /** The first layer of a chunk of a stage. */
  int firstLayer(int stage, int chunk) {
    int first = 0;
    for (int before = 0; before < chunk * parallelism.pipeline() + stage; before++) {
      first += layers(before);
    }
    return first;
  }

  /** Weights of the experts of a stage on one rank, as {@link #expertParameters} counts them. */
  public long stageExpertParameters(int stage) {
    return sum(stage, this::expertParameters);
  }

  private long sum(int stage, IntToLongFunction ofLayer) {
    long sum = 0;
    for (int chunk = 0; chunk < parallelism.virtualStages(); chunk++) {
      int first = firstLayer(stage, chunk);
      for (int layer = first; layer < first + layers(stage, chunk); layer++) {
        sum += ofLayer.applyAsLong(layer);
      }
    }
    return sum;
  }

  /**
   * Weights of a stage on one rank, with the embeddings, but for those that {@link
   * #stageExpertParameters} counts.
   */
  public long stageParameters(int stage) {
    boolean first = stage == 0;
    boolean last = stage == parallelism.pipeline() - 1;
    int embeddings = first && last && model.tied() ? 1 : (first ? 1 : 0) + (last ? 1 : 0);
    return sum(stage, this::layerParameters) + embeddings * embeddingParameters();
  }

  /** Groups that reduce greatest values together, neighbours; of one rank each if none do. */
  public int[][] amaxGroups() {
    return RankGrid.groups(ranks(), amaxRanks(), 1);
  }

  /** Whether greatest values are reduced at all. */
  public boolean reducesAmax() {
    return amaxRanks() > 1;
  }

  /** How many ranks such a group has. */
  private int amaxRanks() {
    if (!formats.eightBit()) {
      return 1;
    }
    return switch (amaxReduction) {
      case NONE -> 1;
      case TENSOR -> parallelism.tensor() * parallelism.context();
      case DATA -> parallelism.stageRanks();
    };
  }

  /** Greatest values of a stage that are reduced after a pass, those of all its chunks, bytes. */
  long amaxBytes(int stage, boolean forward) {
    int layers =
        IntStream.range(0, parallelism.virtualStages()).map(chunk -> layers(stage, chunk)).sum();
    return (long) layers * (forward ? AMAX_BYTES : AMAX_GRADIENT_BYTES);
  }

  static void requirePositive(int number, String what) {
    if (number < 1) {
      throw new IllegalArgumentException(number + " " + what);
    }
  }

  static void requireDivides(long divisor, long number, String what, String ofWhat) {
    if (number % divisor != 0) {
      throw new IllegalArgumentException(
          "%d (%s) does not divide %d (%s)".formatted(divisor, what, number, ofWhat));
    }
  }
}
