package weft.sim.workload.llm;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a model is served in steady state: every replica always has the same number of sequences
 * under way, each as far as chance has it between its first and its last token. There is no queue
 * of requests.
 *
 * @param model what is served
 * @param parallelism over which GPUs each replica is split
 * @param replicas copies of the model; of a disaggregated service, those that decode
 * @param inputTokens tokens of a prompt
 * @param outputTokens tokens that are generated for it
 * @param batch sequences under way on a replica that decodes <i>B</i>, in all its micro-batches and
 *     on all its ranks
 * @param prefillBatch prompts that go through a replica together, on all its ranks <i>b</i>
 * @param formats sizes of numbers
 * @param disaggregation GPUs of their own that do the prefill; null if every replica does both
 */
public record InferencePlan(
    TransformerModel model,
    InferenceParallelism parallelism,
    int replicas,
    int inputTokens,
    int outputTokens,
    int batch,
    int prefillBatch,
    InferenceFormats formats,
    @Nullable Disaggregation disaggregation) {

  /**
   * Prefill on GPUs of its own (Zhong et al., DistServe, OSDI 2024; Patel et al., Splitwise, ISCA
   * 2024): the keys and values of a prompt go over the network to the GPUs that decode.
   *
   * @param prefillReplicas copies of the model that do the prefill
   */
  public record Disaggregation(int prefillReplicas) {

    /**
     * Checks the argument.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Disaggregation {
      TrainingPlan.requirePositive(prefillReplicas, "replicas that do the prefill");
    }
  }

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a number is below 1, something does not divide what it
   *     must, or more prompts are to go together than a micro-batch has sequences
   */
  public InferencePlan {
    TrainingPlan.requirePositive(replicas, "replicas");
    TrainingPlan.requirePositive(inputTokens, "tokens of a prompt");
    TrainingPlan.requirePositive(outputTokens, "tokens of an answer");
    TrainingPlan.requirePositive(batch, "sequences");
    TrainingPlan.requirePositive(prefillBatch, "prompts at a time");
    int tensor = parallelism.tensor();
    int keyValueHeads = model.attention().keyValueHeads();
    if (model.attention().heads() % tensor != 0
        || model.feedForward() % tensor != 0
        || (keyValueHeads % tensor != 0 && tensor % keyValueHeads != 0)
        || prefillBatch > batch) {
      throw new IllegalArgumentException(
          "%d ranks share %d heads, %d of keys and values, feed-forward %d; %d of %d prompts at a time"
              .formatted(
                  tensor,
                  model.attention().heads(),
                  keyValueHeads,
                  model.feedForward(),
                  prefillBatch,
                  batch));
    }
    Experts experts = model.experts();
    if (parallelism.pipeline() > model.layers()
        || (parallelism.dividesExperts()
            && (experts == null || experts.count() % parallelism.expert() != 0))) {
      throw new IllegalArgumentException(
          "%d layers on %d stages, %d experts on %d ranks"
              .formatted(
                  model.layers(),
                  parallelism.pipeline(),
                  experts == null ? 0 : experts.count(),
                  parallelism.expert()));
    }
    if (batch % (parallelism.microBatches() * parallelism.data()) != 0
        || prefillBatch % parallelism.data() != 0
        || prefillBatch > batch / parallelism.microBatches()) {
      throw new IllegalArgumentException(
          "%d sequences, %d prompts at a time in %d micro-batches on %d groups"
              .formatted(batch, prefillBatch, parallelism.microBatches(), parallelism.data()));
    }
  }

  /** Copies of the model that do the prefill. */
  public int prefillReplicas() {
    return disaggregation == null ? replicas : disaggregation.prefillReplicas();
  }

  /** Number of ranks; those that do nothing but prefill come first. */
  public int ranks() {
    int all = disaggregation == null ? replicas : replicas + disaggregation.prefillReplicas();
    return Math.multiplyExact(parallelism.ranks(), all);
  }

  /** The same with other sequences under way. */
  public InferencePlan withBatch(int other) {
    return with(other, Math.min(prefillBatch, other / parallelism.microBatches()));
  }

  /** The same with other prompts at a time. */
  public InferencePlan withPrefillBatch(int other) {
    return with(batch, other);
  }

  private InferencePlan with(int otherBatch, int otherPrefillBatch) {
    return new InferencePlan(
        model,
        parallelism,
        replicas,
        inputTokens,
        outputTokens,
        otherBatch,
        otherPrefillBatch,
        formats,
        disaggregation);
  }

  InferenceStage stage(int index) {
    return new InferenceStage(this, index);
  }

  List<InferenceStage> stages() {
    return IntStream.range(0, parallelism.pipeline()).mapToObj(this::stage).toList();
  }

  /**
   * Tokens that a sequence has in the cache when the next is worked out, in the mean over those
   * from the second on: the prompt and half of the answer.
   */
  public double meanContext() {
    return inputTokens + outputTokens / 2.0;
  }

  /** Sequences whose caches a rank has. */
  int rankSequences() {
    return batch / parallelism.data();
  }

  /** Sequences of a rank that a decode step gives a token, those of a micro-batch. */
  int decodeSequences() {
    return rankSequences() / parallelism.microBatches();
  }

  /** Prompts of a rank in a prefill step. */
  int prefillPrompts() {
    return prefillBatch / parallelism.data();
  }

  /** Tokens of a rank in a prefill step. */
  long prefillTokens() {
    return (long) prefillPrompts() * inputTokens;
  }

  /** What one token of one sequence takes in the cache of one rank of each stage, bytes. */
  public long cacheBytesPerToken() {
    return model.layers() * layerCacheBytesPerToken();
  }

  /**
   * The same of a layer: 2 d of each head of keys and values that a rank has (a head that several
   * ranks need is on each of them); of latent attention the compressed keys and values and the part
   * with the position, all of it on every rank (DeepSeek-V2, arXiv 2405.04434, section 2.1.2).
   */
  long layerCacheBytesPerToken() {
    Attention attention = model.attention();
    Attention.Latent latent = attention.latent();
    long values =
        latent == null
            ? 2L
                * Math.max(1, attention.keyValueHeads() / parallelism.tensor())
                * attention.headSize()
            : latent.keyValueRank() + latent.positionSize();
    return values * formats.cacheBytes();
  }

  /**
   * What a rank of the stage that has most sends to the decode GPUs after a prefill step, bytes.
   */
  public long transferBytes() {
    return stages().stream().mapToLong(InferenceStage::transferBytes).max().orElseThrow();
  }
}
