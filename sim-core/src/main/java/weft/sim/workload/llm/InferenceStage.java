package weft.sim.workload.llm;

import java.util.Objects;

/**
 * A pipeline stage of a replica: which layers it has, and what one of its ranks holds. Stages have
 * as many layers as each other; what is left over goes to the stages before the last, one each,
 * backward (vLLM, {@code get_pp_indices}): the last has the output layer besides.
 *
 * @param plan of the replica
 * @param index of the stage, from 0
 */
record InferenceStage(InferencePlan plan, int index) {

  int firstLayer() {
    int more = plan.model().layers() % stages();
    return index * fewestLayers() + Math.max(0, Math.min(more, index - (stages() - 1 - more)));
  }

  int layers() {
    int more = plan.model().layers() % stages();
    boolean oneMore = index >= stages() - 1 - more && !isLast();
    return fewestLayers() + (oneMore && more > 0 ? 1 : 0);
  }

  private int fewestLayers() {
    return plan.model().layers() / stages();
  }

  private int stages() {
    return plan.parallelism().pipeline();
  }

  boolean isFirst() {
    return index == 0;
  }

  boolean isLast() {
    return index == stages() - 1;
  }

  /** Weights on a rank, bytes; the split is taken as even. */
  double weightBytes() {
    TransformerModel model = plan.model();
    double bytes = embeddingBytes(isFirst() && !(model.tied() && isLast())) + outputBytes();
    for (int layer = firstLayer(); layer < firstLayer() + layers(); layer++) {
      bytes += layerBytes(layer, 1);
    }
    return bytes;
  }

  /**
   * Weights that a rank reads when {@code tokens} of all ranks of the stage go through: not the
   * input embedding, and of experts those that are met; bytes.
   */
  double weightBytesRead(double tokens) {
    Experts experts = plan.model().experts();
    double met = experts == null ? 0 : InferenceCost.expertsMet(experts, tokens) / experts.count();
    double bytes = outputBytes();
    for (int layer = firstLayer(); layer < firstLayer() + layers(); layer++) {
      bytes += layerBytes(layer, met);
    }
    return bytes;
  }

  private double outputBytes() {
    return embeddingBytes(isLast());
  }

  private double embeddingBytes(boolean isHere) {
    double weights = (double) plan.model().embeddingParameters() / plan.parallelism().tensor();
    return isHere ? weights * InferenceFormats.VALUE_BYTES : 0;
  }

  /**
   * Of a layer: its part of the experts, shared experts in full if tokens travel, and 1/t of the
   * rest.
   *
   * @param met share of the experts that counts
   */
  private double layerBytes(int layer, double met) {
    TransformerModel model = plan.model();
    InferenceParallelism parallelism = plan.parallelism();
    double routed = model.routedWeights(layer);
    double weights = model.layerParameters(layer) - routed;
    double shared = 0;
    if (parallelism.dividesExperts() && model.hasExperts(layer)) {
      Experts experts = Objects.requireNonNull(model.experts());
      shared = (double) model.matrices() * model.hidden() * experts.size() * experts.shared();
    }
    double own =
        (weights - shared) / parallelism.tensor()
            + shared
            + met * routed / parallelism.stageRanks();
    return own * plan.formats().weightBytes();
  }

  /** What one token of one sequence takes in the cache of a rank, bytes. */
  long cacheBytesPerToken() {
    return layers() * plan.layerCacheBytesPerToken();
  }

  /** What a rank sends to the decode GPUs after a prefill step, bytes. */
  long transferBytes() {
    return Math.multiplyExact(plan.prefillTokens(), cacheBytesPerToken());
  }
}
