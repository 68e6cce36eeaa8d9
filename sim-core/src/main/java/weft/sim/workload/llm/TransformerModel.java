package weft.sim.workload.llm;

/**
 * A decoder-only transformer in the shape of GPT: dense, with biases, input and output embedding
 * tied.
 *
 * @param name of the model
 * @param hidden hidden size <i>h</i>
 * @param layers number of layers <i>l</i>
 * @param heads attention heads
 * @param feedForward inner size <i>f</i> of the feed-forward block, usually 4 h
 * @param vocabulary vocabulary <i>V</i> as padded for training
 */
public record TransformerModel(
    String name, int hidden, int layers, int heads, int feedForward, int vocabulary) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is below 1, or the heads do not divide the hidden size
   */
  public TransformerModel {
    int least =
        Math.min(Math.min(Math.min(hidden, layers), Math.min(heads, feedForward)), vocabulary);
    if (least < 1 || hidden % heads != 0) {
      throw new IllegalArgumentException(
          "a model of hidden size %d, %d layers, %d heads, feed-forward %d, vocabulary %d"
              .formatted(hidden, layers, heads, feedForward, vocabulary));
    }
  }

  /**
   * Weights of one layer: attention 4h² + 4h, feed-forward 2hf + f + h, two layer norms 4h; for f =
   * 4h that is 12h² + 13h (Narayanan et al., SC 2021, section 5.1, equation 2).
   */
  public long layerParameters() {
    long h = hidden;
    long f = feedForward;
    return 4 * h * h + 2 * h * f + 9 * h + f;
  }

  /** Weights of the token embedding, Vh. */
  public long embeddingParameters() {
    return (long) vocabulary * hidden;
  }

  /** All weights but those of the position embedding and the last layer norm. */
  public long parameters() {
    return layers * layerParameters() + embeddingParameters();
  }

  /**
   * Multiplications and additions that one training step needs: forward and, at twice that,
   * backward, without recomputation. For f = 4h it is 72 B s l h² (1 + s/6h + V/12lh) (Narayanan et
   * al., SC 2021, appendix, without the recomputed forward pass).
   *
   * @param sequences number of sequences in the step
   * @param length tokens of a sequence
   */
  public double stepFlops(long sequences, int length) {
    double tokens = (double) sequences * length;
    double h = hidden;
    double matrices = 2 * tokens * (4 * h * h + 2 * h * feedForward);
    double attention = 4 * tokens * length * h;
    double logits = 2 * tokens * h * vocabulary;
    return 3 * (layers * (matrices + attention) + logits);
  }
}
