package weft.sim.workload.llm;

import java.util.stream.Stream;

/**
 * What inference takes of the memory of one GPU, bytes.
 *
 * <p>The cache has room for every sequence at its full length, so that none has to be evicted.
 * Activations are those of one layer in the larger of the steps: input, residual, normed and result
 * of a block, its inner values, on the last stage the logits in single precision; with expert
 * parallelism also what the experts of a rank get and give, as much as its own tokens send. Buffers
 * of libraries, CUDA graphs and what an allocator wastes are not counted.
 *
 * @param prefill whether the GPU does nothing but prefill
 * @param stage index of the pipeline stage it belongs to
 * @param weights of its layers and embeddings
 * @param cache keys and values
 * @param activations of a step
 */
public record InferenceMemory(
    boolean prefill, int stage, double weights, double cache, double activations) {

  private static final int LOGIT_BYTES = 4;

  /** Of a GPU that decodes, of the stage that takes most. */
  public static InferenceMemory ofDecode(InferencePlan plan) {
    double length = (double) plan.inputTokens() + plan.outputTokens();
    int sequences = plan.decodeSequences();
    long tokens =
        plan.disaggregation() == null ? Math.max(plan.prefillTokens(), sequences) : sequences;
    return most(
        plan.stages().stream()
            .map(
                stage ->
                    new InferenceMemory(
                        false,
                        stage.index(),
                        stage.weightBytes(),
                        plan.rankSequences() * length * stage.cacheBytesPerToken(),
                        activations(stage, tokens, sequences))));
  }

  /** Of a GPU that does nothing but prefill: the cache of one step leaves while the next fills. */
  public static InferenceMemory ofPrefill(InferencePlan plan) {
    return most(
        plan.stages().stream()
            .map(
                stage ->
                    new InferenceMemory(
                        true,
                        stage.index(),
                        stage.weightBytes(),
                        2.0 * stage.transferBytes(),
                        activations(stage, plan.prefillTokens(), plan.prefillPrompts()))));
  }

  /** Of the GPU that takes most. */
  public static InferenceMemory most(InferencePlan plan) {
    InferenceMemory decode = ofDecode(plan);
    return plan.disaggregation() == null ? decode : most(Stream.of(decode, ofPrefill(plan)));
  }

  /** The first of those that take most. */
  private static InferenceMemory most(Stream<InferenceMemory> uses) {
    return uses.reduce((first, other) -> other.bytes() > first.bytes() ? other : first)
        .orElseThrow();
  }

  /** All of it. */
  public double bytes() {
    return weights + cache + activations;
  }

  private static double activations(InferenceStage stage, long tokens, long sequences) {
    TransformerModel model = stage.plan().model();
    InferenceParallelism parallelism = stage.plan().parallelism();
    Experts experts = model.experts();
    double inner =
        experts == null
            ? model.feedForward()
            : (double) experts.size() * (experts.active() + experts.shared());
    double widths = 4.0 * model.hidden() + (model.gated() ? 3 : 2) * inner / parallelism.tensor();
    double bytes = tokens * widths * InferenceFormats.VALUE_BYTES;
    if (experts != null && parallelism.dividesExperts()) {
      long received = stage.plan().formats().dispatchBytesPerToken(model.hidden());
      long sent = (long) model.hidden() * InferenceFormats.VALUE_BYTES;
      bytes += (double) tokens / parallelism.tensor() * experts.active() * (received + sent);
    }
    return stage.isLast()
        ? bytes + (double) sequences * model.vocabulary() * LOGIT_BYTES / parallelism.tensor()
        : bytes;
  }
}
