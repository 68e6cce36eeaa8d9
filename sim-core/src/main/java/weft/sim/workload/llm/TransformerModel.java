package weft.sim.workload.llm;

import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer.
 *
 * @param name of the model
 * @param hidden hidden size <i>h</i>
 * @param layers number of layers <i>l</i>
 * @param attention the attention block of each layer
 * @param feedForward inner size <i>f</i> of the feed-forward block
 * @param gated whether that has a third matrix (SwiGLU; Shazeer, arXiv 2002.05202); then there are
 *     no biases, and norms have one weight a channel (RMSNorm), as in LLaMA; otherwise it is a GPT
 * @param experts in place of that block; null in a dense model
 * @param vocabulary vocabulary <i>V</i> as padded for training
 * @param tied whether input and output embedding are one matrix
 */
public record TransformerModel(
    String name,
    int hidden,
    int layers,
    Attention attention,
    int feedForward,
    boolean gated,
    @Nullable Experts experts,
    int vocabulary,
    boolean tied) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public TransformerModel {
    if (Math.min(Math.min(hidden, layers), Math.min(feedForward, vocabulary)) < 1) {
      throw new IllegalArgumentException(
          "a model of hidden size %d, %d layers, feed-forward %d, vocabulary %d"
              .formatted(hidden, layers, feedForward, vocabulary));
    }
  }

  /**
   * A GPT: dense, with biases, heads that share the hidden size, input and output embedding tied.
   *
   * @throws IllegalArgumentException if one is below 1, or the heads do not divide the hidden size
   */
  public TransformerModel(
      String name, int hidden, int layers, int heads, int feedForward, int vocabulary) {
    this(
        name,
        hidden,
        layers,
        new Attention(heads, heads, headSize(hidden, heads), null),
        feedForward,
        false,
        null,
        vocabulary,
        true);
  }

  private static int headSize(int hidden, int heads) {
    if (heads < 1 || hidden % heads != 0) {
      throw new IllegalArgumentException("hidden size " + hidden + " with " + heads + " heads");
    }
    return hidden / heads;
  }

  /** Whether a layer has experts. */
  boolean hasExperts(int layer) {
    return experts != null && layer >= experts.denseLayers();
  }

  /** Matrices of a feed-forward block: two, or three if it is gated. */
  int matrices() {
    return gated ? 3 : 2;
  }

  /**
   * Weights of a layer, all experts included. A GPT's has attention 4h² + 4h, feed-forward 2hf + f
   * + h, two layer norms 4h; for f = 4h that is 12h² + 13h (Narayanan et al., SC 2021, section 5.1,
   * equation 2). A LLaMA's has h (2a + 2 a_kv) d + 3hf + 2h.
   */
  public long layerParameters(int layer) {
    long h = hidden;
    long vectors =
        gated
            ? 2 * h
            : 4 * h + attention.queryWidth() + attention.keyValueWidth() + h + feedForward + h;
    return attentionWeights() + feedForwardWeights(layer, false) + vectors;
  }

  /** Weights of the matrices of attention. */
  private long attentionWeights() {
    return attention.inputWeights(hidden) + attention.outputWeights(hidden);
  }

  /** Weights of a layer's feed-forward matrices: all, or those that a token meets. */
  private long feedForwardWeights(int layer, boolean active) {
    long h = hidden;
    if (experts == null || !hasExperts(layer)) {
      return matrices() * h * feedForward;
    }
    int used = (active ? experts.active() : experts.count()) + experts.shared();
    return matrices() * h * experts.size() * used + h * experts.count();
  }

  /** Weights of the experts of a layer among which tokens are routed. */
  long routedWeights(int layer) {
    return experts == null || !hasExperts(layer)
        ? 0
        : (long) matrices() * hidden * experts.size() * experts.count();
  }

  /** Weights of one token embedding, Vh. */
  public long embeddingParameters() {
    return (long) vocabulary * hidden;
  }

  /** All weights but those of the position embedding and the last layer norm. */
  public long parameters() {
    long sum = (tied ? 1 : 2) * embeddingParameters();
    for (int layer = 0; layer < layers; layer++) {
      sum += layerParameters(layer);
    }
    return sum;
  }

  /** The weights of matrices that a token is multiplied with; input embedding not included. */
  public long activeWeights() {
    long sum = embeddingParameters();
    for (int layer = 0; layer < layers; layer++) {
      sum += attentionWeights() + feedForwardWeights(layer, true);
    }
    return sum;
  }

  /**
   * Multiplications and additions that one training step needs: forward and, at twice that,
   * backward, without recomputation: 6 FLOP for each active weight and token, and 3 × 2 s (width of
   * queries + values) l for the core of attention, counted over all s² pairs. For a GPT of f = 4h
   * it is 72 B s l h² (1 + s/6h + V/12lh) (Narayanan et al., SC 2021, appendix, without the
   * recomputed forward pass).
   *
   * @param sequences number of sequences in the step
   * @param length tokens of a sequence
   */
  public double stepFlops(long sequences, int length) {
    double tokens = (double) sequences * length;
    double widths = attention.queryWidth() + attention.valueWidth();
    return 6 * tokens * (activeWeights() + (double) length * widths * layers);
  }
}
