package weft.sim.workload.llm;

import weft.sim.unit.Durations;

/**
 * What one transformer layer costs on one of <i>t</i> tensor-parallel GPUs, for a micro-batch of
 * <i>T</i> = b s tokens; the one place where these formulas stand.
 *
 * <table>
 * <caption>Kernels of the forward pass. h hidden, f feed-forward, e bytes a value.</caption>
 * <tr><th>kernel</th><th>FLOP</th><th>memory traffic</th></tr>
 * <tr><td>layer norm (in both blocks)</td><td>–</td><td>2 T h e</td></tr>
 * <tr><td>query, key, value</td><td>6 T h² / t</td><td>(T h + 3 h²/t + 3 T h/t) e</td></tr>
 * <tr><td>attention core, fused</td><td>4 T s h / t</td><td>4 T h e / t</td></tr>
 * <tr><td>output projection</td><td>2 T h² / t</td><td>(T h/t + h²/t + T h) e</td></tr>
 * <tr><td>feed-forward, up</td><td>2 T h f / t</td><td>(T h + h f/t + T f/t) e</td></tr>
 * <tr><td>activation function</td><td>–</td><td>2 T f e / t</td></tr>
 * <tr><td>feed-forward, down</td><td>2 T h f / t</td><td>(T f/t + h f/t + T h) e</td></tr>
 * <tr><td>dropout and residual (in both)</td><td>–</td><td>3 T h e + T h</td></tr>
 * </table>
 *
 * <p>FLOP: Narayanan et al., SC 2021, appendix, and Korthikanti et al., MLSys 2023, appendix A. The
 * attention core is counted over all s² pairs, as there, though a causal kernel may skip half.
 * Memory traffic: every operand read and every result written once; the core is fused as in
 * FlashAttention (Dao et al., NeurIPS 2022), so that scores stay on the chip; a dropout mask takes
 * one byte a value. Layer norm, dropout and residual are not split over the tensor-parallel ranks,
 * because there is no sequence parallelism yet. Each kernel takes its roofline time ({@link
 * Accelerator}); launch gaps are not modelled.
 *
 * <p>The backward pass takes twice the forward pass: each matrix product becomes two (Korthikanti),
 * and for the other kernels the gradient is read beside the input (assumption).
 */
final class LayerCost {

  private final double attentionSeconds;
  private final double coreSeconds;
  private final double feedForwardSeconds;
  private final double logitsSeconds;
  private final long activationBytes;

  LayerCost(TrainingPlan plan, Accelerator gpu) {
    double tokens = plan.microBatchTokens();
    double h = plan.model().hidden();
    double f = plan.model().feedForward();
    double v = plan.model().vocabulary();
    double t = plan.tensor();
    double e = plan.valueBytes();
    activationBytes = plan.microBatchTokens() * plan.model().hidden() * plan.valueBytes();
    double norm = gpu.seconds(0, 2 * tokens * h * e);
    double residual = gpu.seconds(0, 3 * tokens * h * e + tokens * h);
    coreSeconds = gpu.seconds(4 * tokens * plan.sequence() * h / t, 4 * tokens * h * e / t);
    attentionSeconds =
        norm
            + product(gpu, tokens, h, 3 * h / t, e)
            + coreSeconds
            + product(gpu, tokens, h / t, h, e)
            + residual;
    feedForwardSeconds =
        norm
            + product(gpu, tokens, h, f / t, e)
            + gpu.seconds(0, 2 * tokens * f * e / t)
            + product(gpu, tokens, f / t, h, e)
            + residual;
    // The loss reads the logits and writes their gradient, in single precision (assumption).
    logitsSeconds =
        norm + product(gpu, tokens, h, v / t, e) + gpu.seconds(0, 2 * tokens * v / t * 4);
  }

  /** Attention block, picoseconds. */
  long forwardAttentionPs() {
    return Durations.ofSeconds(attentionSeconds);
  }

  /** Feed-forward block, picoseconds. */
  long forwardFeedForwardPs() {
    return Durations.ofSeconds(feedForwardSeconds);
  }

  /** Output layer and loss of the last stage, picoseconds. */
  long forwardLogitsPs() {
    return Durations.ofSeconds(logitsSeconds);
  }

  /** Attention block; under selective recomputation its core comes once more. */
  long backwardAttentionPs(Recompute recompute) {
    double again = recompute == Recompute.SELECTIVE ? coreSeconds : 0;
    return Durations.ofSeconds(2 * attentionSeconds + again);
  }

  /** Feed-forward block, picoseconds. */
  long backwardFeedForwardPs() {
    return Durations.ofSeconds(2 * feedForwardSeconds);
  }

  /** Output layer, picoseconds. */
  long backwardLogitsPs() {
    return Durations.ofSeconds(2 * logitsSeconds);
  }

  /** Activations between two layers, T h e bytes: what tensor-parallel ranks all-reduce. */
  long activationBytes() {
    return activationBytes;
  }

  /** Product of a {@code rows × inner} and an {@code inner × columns} matrix. */
  private static double product(
      Accelerator gpu, double rows, double inner, double columns, double bytes) {
    return gpu.seconds(
        2 * rows * inner * columns, (rows * inner + inner * columns + rows * columns) * bytes);
  }
}
