package weft.sim.workload.llm;

/**
 * What inference takes of the memory of one GPU, bytes.
 *
 * <p>The cache has room for every sequence at its full length, so that none has to be evicted.
 * Activations are those of one layer in the larger of the steps: input, residual, normed and result
 * of a block, its inner values, and the logits in single precision. Buffers of libraries, CUDA
 * graphs and what an allocator wastes are not counted.
 *
 * @param prefill whether the GPU does nothing but prefill
 * @param weights of all layers and embeddings
 * @param cache keys and values
 * @param activations of a step
 */
public record InferenceMemory(boolean prefill, double weights, double cache, double activations) {

  private static final int LOGIT_BYTES = 4;

  /** Of a GPU that decodes. */
  public static InferenceMemory ofDecode(InferencePlan plan) {
    double length = (double) plan.inputTokens() + plan.outputTokens();
    long tokens =
        plan.disaggregation() == null ? Math.max(plan.prefillTokens(), plan.batch()) : plan.batch();
    return new InferenceMemory(
        false,
        weights(plan),
        plan.batch() * length * plan.cacheBytesPerToken(),
        activations(plan, tokens, plan.batch()));
  }

  /** Of a GPU that does nothing but prefill: the cache of one step leaves while the next fills. */
  public static InferenceMemory ofPrefill(InferencePlan plan) {
    return new InferenceMemory(
        true,
        weights(plan),
        2.0 * plan.prefillTokens() * plan.cacheBytesPerToken(),
        activations(plan, plan.prefillTokens(), plan.prefillBatch()));
  }

  /** Of the GPU that takes most. */
  public static InferenceMemory most(InferencePlan plan) {
    InferenceMemory decode = ofDecode(plan);
    if (plan.disaggregation() == null) {
      return decode;
    }
    InferenceMemory prefill = ofPrefill(plan);
    return prefill.bytes() > decode.bytes() ? prefill : decode;
  }

  /** All of it. */
  public double bytes() {
    return weights + cache + activations;
  }

  private static double weights(InferencePlan plan) {
    TransformerModel model = plan.model();
    double embeddings = (model.tied() ? 1.0 : 2.0) * model.embeddingParameters() / plan.tensor();
    return (plan.rankParameters() - embeddings) * plan.formats().weightBytes()
        + embeddings * InferenceFormats.VALUE_BYTES;
  }

  private static double activations(InferencePlan plan, long tokens, long sequences) {
    TransformerModel model = plan.model();
    Experts experts = model.experts();
    double inner =
        experts == null
            ? model.feedForward()
            : (double) experts.size() * (experts.active() + experts.shared());
    double widths = 4.0 * model.hidden() + (model.gated() ? 3 : 2) * inner / plan.tensor();
    return tokens * widths * InferenceFormats.VALUE_BYTES
        + (double) sequences * model.vocabulary() * LOGIT_BYTES / plan.tensor();
  }
}
