package weft.sim.workload.llm;

import java.util.Objects;

/**
 * What a step of inference costs on one of <i>t</i> tensor-parallel GPUs: prefill, in which
 * <i>T</i> tokens of new prompts go through the model, or decode, in which each of <i>b</i>
 * sequences gets one more token; the one place where these formulas stand.
 *
 * <table>
 * <caption>Kernels of a layer. h hidden, f feed-forward (2f into a gated one), q, g and w widths of
 * queries, keys with values, and values, all heads together; s tokens of a prompt, S of a sequence
 * so far, c bytes of a token in the cache of a layer; e bytes of an activation.</caption>
 * <tr><th>kernel</th><th>FLOP</th><th>memory traffic</th></tr>
 * <tr><td>residual and norm (in both blocks)</td><td>–</td><td>4 T h e</td></tr>
 * <tr><td>query, key, value</td><td>2 T h (q + g)/t</td><td>operands and result once</td></tr>
 * <tr><td>attention, prefill</td><td>T s (q + w)/t</td><td>T (q + g + w) e/t + T c</td></tr>
 * <tr><td>attention, decode</td><td>2 b S (q + w)/t</td><td>b S c</td></tr>
 * <tr><td>output projection</td><td>2 T h w/t</td><td>operands and result once</td></tr>
 * <tr><td>feed-forward, up</td><td>2 T h f/t</td><td>operands and result once</td></tr>
 * <tr><td>activation function</td><td>–</td><td>2 T f e/t, gated 3</td></tr>
 * <tr><td>feed-forward, down</td><td>2 T h f/t</td><td>operands and result once</td></tr>
 * </table>
 *
 * <p>In a decode step T = b. The products are then bound by reading the weights once. Their rows
 * are few, and libraries choose tiles that fit: rows count in multiples of {@value #FEWEST_ROWS},
 * and do not slow the product down otherwise, as they do in {@link MatrixEngine} (assumption; the
 * measured times between tokens hardly grow up to 50 sequences, docs/validation.md).
 *
 * <p>Latent attention decodes on the compressed cache itself, which takes 2 b S a (2 r + p)/t FLOP
 * of a heads, rank r and position p (DeepSeek-V2, arXiv 2405.04434, section 2.1.2: the matrices
 * that would expand it are absorbed into their neighbours).
 *
 * <p>Of n experts, of which a token meets k at random, T tokens meet n (1 − (1 − k/n)^T); only
 * their weights are read. Their products are one kernel (a grouped one).
 */
final class InferenceCost {

  /** The narrowest side of a tensor-core instruction's tile that tokens may lie along (wgmma). */
  private static final int FEWEST_ROWS = 8;

  private static final int E = InferenceFormats.VALUE_BYTES;

  private final InferencePlan plan;
  private final TransformerModel model;
  private final Accelerator gpu;
  private final boolean decode;
  private final double sequences;
  private final double tokens;
  private final double h;
  private final double t;

  private InferenceCost(
      InferencePlan plan, Accelerator gpu, boolean decode, double sequences, double tokens) {
    this.plan = plan;
    this.gpu = gpu;
    this.decode = decode;
    this.sequences = sequences;
    this.tokens = tokens;
    model = plan.model();
    h = model.hidden();
    t = plan.tensor();
  }

  /** Of a step that takes new prompts in. */
  static InferenceCost prefill(InferencePlan plan, Accelerator gpu) {
    return new InferenceCost(plan, gpu, false, plan.prefillBatch(), plan.prefillTokens());
  }

  /** Of a step in which every sequence gets a token. */
  static InferenceCost decode(InferencePlan plan, Accelerator gpu) {
    return new InferenceCost(plan, gpu, true, plan.batch(), plan.batch());
  }

  /** The attention block, seconds. */
  double attention() {
    Attention attention = model.attention();
    double in = attention.inputWeights(model.hidden()) / h / t;
    return norm()
        + product(tokens, in, h)
        + (decode ? decodeCore() : prefillCore())
        + product(tokens, h, attention.valueWidth() / t);
  }

  private double prefillCore() {
    Attention attention = model.attention();
    double widths = attention.queryWidth() + attention.valueWidth();
    double bytes =
        tokens * (widths + attention.keyValueWidth()) * E / t
            + tokens * plan.layerCacheBytesPerToken();
    return gpu.attention(tokens * plan.inputTokens() * widths / t, bytes);
  }

  private double decodeCore() {
    Attention attention = model.attention();
    Attention.Latent latent = attention.latent();
    double widths =
        latent == null
            ? attention.queryWidth() + attention.valueWidth()
            : (double) attention.heads() * (2 * latent.keyValueRank() + latent.positionSize());
    double cached = sequences * plan.meanContext();
    return gpu.attention(2 * cached * widths / t, cached * plan.layerCacheBytesPerToken());
  }

  /** The feed-forward block, or the experts of a layer that has them, seconds. */
  double feedForward(int layer) {
    if (!model.hasExperts(layer)) {
      return norm() + feedForward(model.feedForward(), tokens, 1);
    }
    Experts experts = Objects.requireNonNull(model.experts());
    double met = expertsMet(experts, tokens);
    double router = product(tokens, experts.count(), h);
    double routed = feedForward(experts.size(), tokens * experts.active() / met, met);
    double shared =
        experts.shared() == 0 ? 0 : feedForward(experts.size() * experts.shared(), tokens, 1);
    return norm() + router + routed + shared;
  }

  /** How many experts the tokens of a step meet, if each chooses at random. */
  static double expertsMet(Experts experts, double tokens) {
    double missed = 1 - (double) experts.active() / experts.count();
    return experts.count() * (1 - Math.pow(missed, tokens));
  }

  private double feedForward(int size, double rows, double times) {
    double f = size / t;
    return times(times, product(rows, (model.gated() ? 2 : 1) * f, h))
        + gpu.memory(times * (model.gated() ? 3 : 2) * rows * f * E)
        + times(times, product(rows, h, f));
  }

  /** So many products in one kernel. */
  private double times(double times, double product) {
    return times * (product - gpu.gapSeconds()) + gpu.gapSeconds();
  }

  /** Last norm and output layer, for the last token of each sequence, seconds. */
  double logits() {
    double columns = model.vocabulary() / t;
    double bytes = (sequences * h + h * columns + sequences * columns) * E;
    return gpu.memory(4 * sequences * h * E)
        + gpu.product(few(gpu.wide()), rows(sequences), columns, h, bytes);
  }

  /** All of a step but its communication, seconds. */
  double step() {
    double sum = logits();
    for (int layer = 0; layer < model.layers(); layer++) {
      sum += attention() + feedForward(layer);
    }
    return sum;
  }

  /** Activations of the tokens of a step, T h e bytes: what tensor-parallel ranks reduce. */
  long activationBytes() {
    return Math.round(tokens) * model.hidden() * E;
  }

  /** Logits of the sequences: what tensor-parallel ranks gather, bytes. */
  long logitBytes() {
    return Math.round(sequences) * model.vocabulary() * E;
  }

  private double norm() {
    return gpu.memory(4 * tokens * h * E);
  }

  /** A product of {@code rows} by {@code columns} over {@code inner}, with weights of a layer. */
  private double product(double rows, double columns, double inner) {
    int w = plan.formats().weightBytes();
    double bytes = rows * inner * Math.min(w, E) + inner * columns * w + rows * columns * E;
    return decode
        ? gpu.product(few(gpu.matrix()), rows(rows), columns, inner, bytes)
        : gpu.product(gpu.matrix(), rows, columns, inner, bytes);
  }

  private static double rows(double rows) {
    return Math.ceil(rows / FEWEST_ROWS) * FEWEST_ROWS;
  }

  private static MatrixEngine few(MatrixEngine engine) {
    return new MatrixEngine(engine.peakFlops(), engine.efficiency(), 0);
  }
}
