package weft.sim.workload.llm;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What training takes of the memory of one GPU of a pipeline stage, bytes.
 *
 * <p>Weights and gradients take their bytes each, Adam 12 more (single-precision weight, momentum
 * and variance; Rajbhandari et al., ZeRO, SC 2020, section 3.1); what is sharded is divided by the
 * replicas. Of each layer and micro-batch under way activations stay (Korthikanti et al., MLSys
 * 2023, section 4): with sequence parallelism s b h (34 + 5 a s/h)/t of a GPT in half precision,
 * without it s b h (10 + 24/t + 5 a s/ht); without the a s term if attention is fused or recomputed
 * selectively; tokens that came from other ranks for experts; only the input of a layer, 2 s b h,
 * under full recomputation, and one layer whole. The last stage holds the logits of a micro-batch
 * in half and in single precision. Of a forward and a backward pass that go together both are
 * counted whole (assumption). Buffers of libraries and what an allocator wastes are not counted.
 *
 * @param stage the pipeline stage
 * @param weights in half precision
 * @param gradients as they are reduced
 * @param optimizer state of Adam
 * @param activations of all micro-batches under way
 */
public record MemoryUse(
    int stage, double weights, double gradients, double optimizer, double activations) {

  private static final int OPTIMIZER_BYTES = 3 * 4;

  /** Bytes of a logit: half precision, and single precision with its gradient. */
  private static final int LOGIT_BYTES = 2 + 4;

  /** Of the stage that takes most. */
  public static MemoryUse most(TrainingPlan plan) {
    return IntStream.range(0, plan.parallelism().pipeline())
        .mapToObj(stage -> of(plan, stage))
        .max(Comparator.comparingDouble(MemoryUse::bytes))
        .orElseThrow();
  }

  /** Of a stage. */
  public static MemoryUse of(TrainingPlan plan, int stage) {
    double whole = (double) plan.stageParameters(stage) + plan.stageExpertParameters(stage);
    double shared =
        (double) plan.stageParameters(stage) / plan.shards()
            + (double) plan.stageExpertParameters(stage) / plan.parallelism().expertReplicas();
    Sharding sharding = plan.sharding();
    NumberFormats formats = plan.formats();
    return new MemoryUse(
        stage,
        (sharding == Sharding.WEIGHTS ? shared : whole) * formats.valueBytes(),
        (sharding.compareTo(Sharding.GRADIENTS) >= 0 ? shared : whole) * formats.gradientBytes(),
        (sharding == Sharding.NONE ? whole : shared) * OPTIMIZER_BYTES,
        activations(plan, stage));
  }

  /** All of it. */
  public double bytes() {
    return weights + gradients + optimizer + activations;
  }

  private static double activations(TrainingPlan plan, int stage) {
    double dense = layer(plan, null);
    double mixture = layer(plan, plan.model().experts());
    double kept;
    if (plan.recompute() == Recompute.FULL) {
      double input =
          (double) plan.activationBytes()
              / (plan.parallelism().sequenceParallel() ? plan.parallelism().tensor() : 1);
      kept = underWay(plan, stage, input, input) + greatest(plan, stage, dense, mixture);
    } else {
      kept = underWay(plan, stage, dense, mixture);
    }
    boolean last = stage == plan.parallelism().pipeline() - 1;
    double logits =
        (double) plan.microBatchTokens()
            * plan.model().vocabulary()
            * LOGIT_BYTES
            / plan.parallelism().tensor();
    return kept + (last ? logits : 0);
  }

  /** Of layers that micro-batches have gone through forward and not yet backward, at most. */
  private static double underWay(TrainingPlan plan, int stage, double dense, double mixture) {
    int layers = 0;
    int mixtures = 0;
    double most = 0;
    for (Pass pass : PipelineOrder.of(plan, stage)) {
      int sign =
          switch (pass.kind()) {
            case FORWARD -> 1;
            case BACKWARD, WEIGHT_GRADIENT -> -1;
            case INPUT_GRADIENT -> 0;
          };
      layers += sign * plan.layers(stage, pass.chunk());
      mixtures += sign * mixtures(plan, stage, pass.chunk());
      most = Math.max(most, (layers - mixtures) * dense + mixtures * mixture);
    }
    return most;
  }

  /** Of the layer of a stage that takes most. */
  private static double greatest(TrainingPlan plan, int stage, double dense, double mixture) {
    double most = 0;
    for (int chunk = 0; chunk < plan.parallelism().virtualStages(); chunk++) {
      int mixtures = mixtures(plan, stage, chunk);
      most = Math.max(most, mixtures > 0 ? mixture : 0);
      most = Math.max(most, mixtures < plan.layers(stage, chunk) ? dense : 0);
    }
    return most;
  }

  /** Layers of a chunk that have experts. */
  private static int mixtures(TrainingPlan plan, int stage, int chunk) {
    int first = plan.firstLayer(stage, chunk);
    return (int)
        IntStream.range(first, first + plan.layers(stage, chunk))
            .filter(plan.model()::hasExperts)
            .count();
  }

  /** Activations of one micro-batch in a layer with these experts, or in a dense one. */
  private static double layer(TrainingPlan plan, @Nullable Experts experts) {
    TransformerModel model = plan.model();
    Attention attention = model.attention();
    double tokens = plan.microBatchTokens();
    double t = plan.parallelism().tensor();
    double e = plan.formats().valueBytes();
    double h = model.hidden();
    double mask = model.gated() ? 0 : 1;
    // Inputs of norms and of the first products, and masks.
    double divided = 2 * (2 * e + mask) * h;
    double core = e * (attention.queryWidth() + attention.keyValueWidth() + attention.valueWidth());
    double inner = (model.gated() ? 3 : 2) * e * innerWidth(plan, experts);
    boolean scores = !plan.fusedAttention() && plan.recompute() == Recompute.NONE;
    double ofScores = scores ? (2 * e + 1) * attention.heads() * plan.sequence() : 0;
    double received =
        experts != null && plan.exchangesTokens()
            ? plan.expertLoad(0) * plan.receivedBytes() * plan.parallelism().experts().tensor()
            : 0;
    return received
        + tokens
            * (divided / (plan.parallelism().sequenceParallel() ? t : 1)
                + (core + inner + ofScores) / t);
  }

  /** Width of the feed-forward blocks that a token goes through. */
  private static double innerWidth(TrainingPlan plan, @Nullable Experts experts) {
    return experts == null
        ? plan.model().feedForward()
        : experts.size()
            * (plan.expertLoad(0) * plan.routing().capacity() * experts.active()
                + experts.shared());
  }
}
