package weft.sim.workload.llm;

/**
 * The 1F1B pipeline schedule (PipeDream-Flush; Narayanan et al., ICML 2021; SC 2021, section
 * 2.2.1).
 *
 * <p>Stage <i>s</i> of <i>p</i> first does min(m, p − s − 1) forward passes, then alternates one
 * forward and one backward pass, then does the backward passes that are left. With equal stages and
 * free communication the pipeline idles (p − 1)/m of the ideal time.
 */
final class OneForwardOneBackward {

  private OneForwardOneBackward() {}

  /**
   * The passes of a stage in their order.
   *
   * @return i + 1 for the forward pass of micro-batch i, −(i + 1) for its backward pass
   */
  static int[] passes(int stage, int stages, int microBatches) {
    int warmUp = Math.min(microBatches, stages - stage - 1);
    int[] passes = new int[2 * microBatches];
    int next = 0;
    int forward = 0;
    int backward = 0;
    while (forward < warmUp) {
      passes[next++] = ++forward;
    }
    while (forward < microBatches) {
      passes[next++] = ++forward;
      passes[next++] = - ++backward;
    }
    while (backward < microBatches) {
      passes[next++] = - ++backward;
    }
    return passes;
  }
}
