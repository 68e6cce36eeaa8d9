package weft.sim.workload.llm;

import java.util.Objects;

/**
 * What the layers of a transformer cost on one of <i>t</i> tensor-parallel GPUs, for <i>T</i>
 * tokens of <i>b</i> sequences; the one place where the formulas of training stand; those of
 * inference are in {@link InferenceCost}.
 *
 * <table>
 * <caption>Kernels of the forward pass. h hidden, f feed-forward (2f into a gated one), q and g
 * widths of queries and of keys with values, w of values, all heads together; e bytes a value; T'
 * = T/t with sequence parallelism, otherwise T.</caption>
 * <tr><th>kernel</th><th>FLOP</th><th>memory traffic</th></tr>
 * <tr><td>norm (in both blocks)</td><td>–</td><td>2 T' h e</td></tr>
 * <tr><td>query, key, value</td><td>2 T h (q + g)/t</td><td>operands and result once</td></tr>
 * <tr><td>attention core, fused</td><td>T s (q + w)/t</td><td>T (q + g + w) e/t</td></tr>
 * <tr><td>attention core, not fused</td><td>2 T s (q + w)/t</td><td>11 T s a/t</td></tr>
 * <tr><td>output projection</td><td>2 T h w/t</td><td>operands and result once</td></tr>
 * <tr><td>feed-forward, up</td><td>2 T h f/t</td><td>operands and result once</td></tr>
 * <tr><td>activation function</td><td>–</td><td>2 T f e/t, gated 3</td></tr>
 * <tr><td>feed-forward, down</td><td>2 T h f/t</td><td>operands and result once</td></tr>
 * <tr><td>dropout and residual (in both)</td><td>–</td><td>3 T' h e + T' h</td></tr>
 * </table>
 *
 * <p>FLOP: Narayanan et al., SC 2021, appendix, and Korthikanti et al., MLSys 2023, appendix A. A
 * fused core does the half of the s² pairs that the causal mask leaves; backward it does 2.5 times
 * as much, since it computes the scores again (Dao, FlashAttention-2, 2023, section 4.1). Not fused
 * it does all pairs and moves the scores of a heads, 2 bytes each: written by the first product,
 * read and written by softmax, read and written by dropout with a mask of 1, read by the second; 15
 * for 11 backward (assumption: each kernel moves its operands once). The backward pass of a norm
 * moves 3 T' h e, of dropout and residual 2 T' h e + T' h, of the activation function 3 (gated 5) T
 * f e/t: gradients beside what the forward pass read. With 8 bits each operand of a product is read
 * at 16 and written at 8, as it is and transposed (Transformer Engine).
 *
 * <p>Experts are products of C T k/n rows each, n experts of which a token meets k, C times their
 * even share, times what comes to the rank over the mean. Before, a router computes a score for
 * each expert and token, 2 T' h n FLOP, and tokens are put in the order of experts; after, they are
 * put back: (1 + C k) T' h e bytes each (Megatron-Core, permute and unpermute; assumption: each
 * operand moves once).
 */
final class LayerCost {

  /** Bytes a value to convert it to 8 bits: read at 2, written twice at 1. */
  private static final int CONVERT_BYTES = 4;

  private static final double FUSED_BACKWARD = 2.5;

  /**
   * Bytes a logit that the loss moves, forward: logits to single precision 6, their greatest 4,
   * subtracted 8, exponentials 8 (Megatron-LM, vocab_parallel_cross_entropy; assumption: each
   * operand once). Backward: gradient 8 and to half precision 6.
   */
  private static final int LOSS_BYTES = 26;

  private static final int LOSS_GRADIENT_BYTES = 14;

  private final TrainingPlan plan;
  private final TransformerModel model;
  private final Accelerator gpu;
  private final double tokens;
  private final double ownTokens;
  private final double h;
  private final double t;
  private final double e;

  LayerCost(TrainingPlan plan, Accelerator gpu) {
    this.plan = plan;
    this.gpu = gpu;
    model = plan.model();
    tokens = plan.microBatchTokens();
    h = model.hidden();
    t = plan.parallelism().tensor();
    e = plan.formats().valueBytes();
    ownTokens = plan.parallelism().sequenceParallel() ? tokens / t : tokens;
  }

  /** The attention block; under selective recomputation its core comes once more backward. */
  BlockCost attention() {
    Attention attention = model.attention();
    double in = attention.inputWeights(model.hidden()) / h / t;
    double out = attention.valueWidth() / t;
    double norm = gpu.memory(2 * ownTokens * h * e);
    double normGradient = gpu.memory(3 * ownTokens * h * e);
    return new BlockCost(
        product(tokens, in, h),
        norm + core() + residual() + conversion(tokens, h + out),
        product(tokens, h, out),
        product(tokens, out, h),
        coreGradient() + normGradient + residualGradient() + conversion(tokens, in + h),
        product(tokens, h, in),
        weightGradient(tokens, h, in) + weightGradient(tokens, out, h));
  }

  /** The feed-forward block, or the experts of a layer that has them on every rank. */
  BlockCost feedForward(int layer) {
    Experts experts = model.hasExperts(layer) ? model.experts() : null;
    if (experts == null) {
      return around().plus(products(model.feedForward(), t, tokens, 1));
    }
    double rows = plan.routing().capacity() * experts.active() * tokens;
    BlockCost block =
        around()
            .plus(routing(experts, rows))
            .plus(products(experts.size(), t, rows / experts.count(), experts.count()));
    return experts.shared() == 0 ? block : block.plus(sharedExperts());
  }

  /**
   * Experts of which a rank has a part, with tokens of other ranks.
   *
   * @param load how many come, over the mean
   */
  BlockCost routedExperts(double load) {
    Experts experts = experts();
    Parallelism.ExpertGrid grid = plan.parallelism().experts();
    int own = experts.count() / grid.expert();
    double rows = load * grid.tensor() * plan.dispatchedTokens();
    return products(experts.size(), grid.tensor(), rows / own, own);
  }

  /** What is done before tokens are sent to them and after they have come back. */
  BlockCost aroundRoutedExperts() {
    return around().plus(routing(experts(), plan.dispatchedTokens())).plus(scaling());
  }

  /**
   * To 8 bits for the way to experts, and there back to 16, both ways, unless products convert what
   * they take anyway; each value is read and written once (assumption).
   */
  private BlockCost scaling() {
    if (!plan.routing().eightBit() || plan.formats().eightBit()) {
      return BlockCost.NOTHING;
    }
    double seconds = gpu.memory(2 * (e + 1) * plan.dispatchedTokens() * h);
    return new BlockCost(0, seconds, 0, 0, seconds, 0, 0);
  }

  /** Experts that every token goes to, as one feed-forward block; nothing if there are none. */
  BlockCost sharedExperts() {
    return products(experts().size() * experts().shared(), t, tokens, 1);
  }

  private Experts experts() {
    return Objects.requireNonNull(model.experts());
  }

  /** Norm before, dropout and residual after. */
  private BlockCost around() {
    return new BlockCost(
        0,
        gpu.memory(2 * ownTokens * h * e) + residual(),
        0,
        0,
        gpu.memory(3 * ownTokens * h * e) + residualGradient(),
        0,
        0);
  }

  /** The router, at 16 bits, and putting tokens in the order of experts and back. */
  private BlockCost routing(Experts experts, double rows) {
    double n = experts.count();
    double permutation = gpu.memory((ownTokens + rows) * h * e);
    return new BlockCost(
        0,
        wideProduct(ownTokens, n, h) + 2 * permutation,
        0,
        0,
        wideProduct(ownTokens, h, n) + 2 * permutation,
        0,
        wideProduct(h, n, ownTokens));
  }

  /**
   * The products of feed-forward blocks, and what is between them.
   *
   * @param size inner size
   * @param ranks among which that is divided
   * @param rows tokens that go through each
   * @param times number of blocks
   */
  private BlockCost products(int size, double ranks, double rows, int times) {
    if (size == 0) {
      return BlockCost.NOTHING;
    }
    double f = size / ranks;
    double up = (model.gated() ? 2 : 1) * f;
    double function = gpu.memory(times * (model.gated() ? 3 : 2) * rows * f * e);
    double functionGradient = gpu.memory(times * (model.gated() ? 5 : 3) * rows * f * e);
    return new BlockCost(
        times * product(rows, up, h),
        function + conversion(times * rows, h + f),
        times * product(rows, h, f),
        times * product(rows, f, h),
        functionGradient + conversion(times * rows, up + h),
        times * product(rows, h, up),
        times * (weightGradient(rows, h, up) + weightGradient(rows, f, h)));
  }

  /** Output layer and loss, forward; it runs at 16 bits. */
  double logits() {
    double v = model.vocabulary() / t;
    return gpu.memory(2 * ownTokens * h * e)
        + wideProduct(tokens, v, h)
        + gpu.memory(LOSS_BYTES * tokens * v);
  }

  /** Backward, without the gradient of the weights. */
  double logitsGradient() {
    double v = model.vocabulary() / t;
    return gpu.memory(3 * ownTokens * h * e)
        + wideProduct(tokens, h, v)
        + gpu.memory(LOSS_GRADIENT_BYTES * tokens * v);
  }

  /** Gradient of the weights of the output layer. */
  double logitsWeightGradient() {
    return wideProduct(h, model.vocabulary() / t, tokens);
  }

  /** The core of attention, forward; the part of one of c context-parallel ranks. */
  double core() {
    double pairs = tokens * plan.sequence();
    double flops = 2 * pairs * coreWidth() / t;
    return plan.fusedAttention()
        ? gpu.attention(flops / 2, coreBytes())
        : gpu.attention(flops, 0) + gpu.memory(11 * pairs * model.attention().heads() / t);
  }

  /** Backward, with what selective recomputation repeats. */
  double coreGradient() {
    double pairs = tokens * plan.sequence();
    double flops = 2 * pairs * coreWidth() / t;
    double again = plan.recompute() == Recompute.SELECTIVE ? core() : 0;
    return again
        + (plan.fusedAttention()
            ? gpu.attention(FUSED_BACKWARD * flops / 2, 2 * coreBytes())
            : gpu.attention(2 * flops, 0) + gpu.memory(15 * pairs * model.attention().heads() / t));
  }

  private double coreWidth() {
    return model.attention().queryWidth() + model.attention().valueWidth();
  }

  private double coreBytes() {
    return tokens * (coreWidth() + model.attention().keyValueWidth()) * e / t;
  }

  private double residual() {
    return gpu.memory(ownTokens * h * (3 * e + 1));
  }

  private double residualGradient() {
    return gpu.memory(ownTokens * h * (2 * e + 1));
  }

  private double conversion(double rows, double width) {
    return plan.formats().eightBit() ? gpu.memory(CONVERT_BYTES * rows * width) : 0;
  }

  /** A product of {@code rows} by {@code columns} over {@code inner}. */
  private double product(double rows, double columns, double inner) {
    return gpu.product(gpu.matrix(), rows, columns, inner, bytes(rows, columns, inner, e));
  }

  /** Adds to gradients in the precision in which they are reduced: read and written. */
  private double weightGradient(double rows, double inner, double columns) {
    double bytes =
        (rows * inner + rows * columns) * e + 2 * inner * columns * plan.formats().gradientBytes();
    return gpu.product(gpu.matrix(), inner, columns, rows, bytes);
  }

  private double wideProduct(double rows, double columns, double inner) {
    return gpu.product(gpu.wide(), rows, columns, inner, bytes(rows, columns, inner, e));
  }

  private static double bytes(double rows, double columns, double inner, double each) {
    return (rows * inner + inner * columns + rows * columns) * each;
  }
}
