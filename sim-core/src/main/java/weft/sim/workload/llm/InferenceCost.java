package weft.sim.workload.llm;

import java.util.Objects;

/**
 * What a step of inference costs on one of <i>t</i> tensor-parallel GPUs: prefill, in which
 * <i>T</i> tokens of new prompts go through the model, or decode, in which each of <i>b</i>
 * sequences gets one more token; the one place where the formulas of inference stand; those of
 * training are in {@link LayerCost}.
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
 * their weights are read. Their products are one kernel (a grouped one). With expert parallelism
 * each of N ranks has n/N whole experts, which get the tokens of all ranks of the stage, and shared
 * experts in full, which get those of the rank; T and b are then those of one of the groups of
 * tensor-parallel ranks.
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

  /** Of the tokens, those that a rank sends to experts. */
  private final double ownTokens;

  private InferenceCost(
      InferencePlan plan, Accelerator gpu, boolean decode, double sequences, double tokens) {
    this.plan = plan;
    this.gpu = gpu;
    this.decode = decode;
    this.sequences = sequences;
    this.tokens = tokens;
    model = plan.model();
    h = model.hidden();
    t = plan.parallelism().tensor();
    ownTokens = Math.ceil(tokens / t);
  }

  /** Of a step that takes new prompts in. */
  static InferenceCost prefill(InferencePlan plan, Accelerator gpu) {
    return new InferenceCost(plan, gpu, false, plan.prefillPrompts(), plan.prefillTokens());
  }

  /** Of a step in which every sequence gets a token. */
  static InferenceCost decode(InferencePlan plan, Accelerator gpu) {
    int sequences = plan.decodeSequences();
    return new InferenceCost(plan, gpu, true, sequences, sequences);
  }

  /** The attention block, seconds. */
  double attention() {
    Attention attention = model.attention();
    double in = attention.inputWeights(model.hidden()) / h / t;
    return norm(tokens)
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

  /** The feed-forward block, or experts of which every rank has its part, seconds. */
  double feedForward(int layer) {
    if (!model.hasExperts(layer)) {
      return norm(tokens) + feedForward(model.feedForward(), t, tokens, 1);
    }
    Experts experts = experts();
    double met = expertsMet(experts, tokens);
    double routed = feedForward(experts.size(), t, tokens * experts.active() / met, met);
    return norm(tokens) + router(tokens) + routed + sharedExperts(t, tokens);
  }

  /** Norm and router of the tokens that this rank sends to experts, seconds. */
  double beforeExperts() {
    return norm(ownTokens) + router(ownTokens);
  }

  /** The experts of this rank, with the tokens that all ranks sent to them, seconds. */
  double dividedExperts() {
    InferenceParallelism parallelism = plan.parallelism();
    Experts experts = experts();
    double all = tokens * parallelism.data();
    double met = expertsMet(experts, all);
    return feedForward(experts.size(), 1, all * experts.active() / met, met / parallelism.expert());
  }

  /** Shared experts, all of them on this rank, for its own tokens; seconds. */
  double sharedExperts() {
    return sharedExperts(1, ownTokens);
  }

  private double sharedExperts(double ranks, double rows) {
    Experts experts = experts();
    return experts.shared() == 0
        ? 0
        : feedForward(experts.size() * experts.shared(), ranks, rows, 1);
  }

  private double router(double rows) {
    return product(rows, experts().count(), h);
  }

  private Experts experts() {
    return Objects.requireNonNull(model.experts());
  }

  /**
   * What a rank sends to experts in a layer, its own included, bytes: a copy of each of its tokens
   * for each expert in a decode step, for each rank with one of them in a prefill step (DeepEP,
   * low-latency and normal kernels).
   */
  long dispatchBytes() {
    return sent(plan.formats().dispatchBytesPerToken(model.hidden()));
  }

  /** Whether a token crosses once to each node, as in a prefill step (DeepEP, normal kernels). */
  boolean sendsOncePerNode() {
    return !decode;
  }

  /** What comes back, bytes: as many copies, at 16 bits. */
  long combineBytes() {
    return sent((long) model.hidden() * E);
  }

  private long sent(long bytesPerToken) {
    Experts experts = experts();
    double copies = decode ? experts.active() : experts.ranksMet(plan.parallelism().expert());
    return Math.round(ownTokens * copies * bytesPerToken);
  }

  /** How many experts the tokens of a step meet, if each chooses at random. */
  static double expertsMet(Experts experts, double tokens) {
    double missed = 1 - (double) experts.active() / experts.count();
    return experts.count() * (1 - Math.pow(missed, tokens));
  }

  private double feedForward(int size, double ranks, double rows, double times) {
    double f = size / ranks;
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

  /** All of a step through all stages but its communication, seconds. */
  double step() {
    return plan.stages().stream().mapToDouble(this::stage).sum();
  }

  /** The same of the stage that takes longest. */
  double slowestStage() {
    return plan.stages().stream().mapToDouble(this::stage).max().orElseThrow();
  }

  private double stage(InferenceStage stage) {
    double sum = stage.isLast() ? logits() : 0;
    for (int layer = stage.firstLayer(); layer < stage.firstLayer() + stage.layers(); layer++) {
      sum += attention();
      sum +=
          exchanges(layer)
              ? beforeExperts() + dividedExperts() + sharedExperts()
              : feedForward(layer);
    }
    return sum;
  }

  /** Whether tokens travel to the experts of a layer. */
  boolean exchanges(int layer) {
    return plan.parallelism().dividesExperts() && model.hasExperts(layer);
  }

  /** Activations of the tokens of a step, T h e bytes: what tensor-parallel ranks reduce. */
  long activationBytes() {
    return Math.round(tokens) * model.hidden() * E;
  }

  /**
   * What a stage passes on for a micro-batch, bytes: hidden state and residual, which are not added
   * up before the next norm (vLLM, {@code IntermediateTensors}).
   */
  long stageBytes() {
    return 2 * activationBytes();
  }

  /** The tokens that were chosen, on their way to the first stage, bytes (vLLM: 64 bits each). */
  long tokenBytes() {
    return Math.round(sequences) * Long.BYTES;
  }

  /** Logits of the sequences: what tensor-parallel ranks gather, bytes. */
  long logitBytes() {
    return Math.round(sequences) * model.vocabulary() * E;
  }

  private double norm(double rows) {
    return gpu.memory(4 * rows * h * E);
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
