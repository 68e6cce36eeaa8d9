package weft.sim.workload.llm;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.function.IntToLongFunction;

/** What a pass goes through in a stage: embedding, layers, output layer, each with its weights. */
final class StageUnits {

  private final TrainingPlan plan;
  private final int stage;

  StageUnits(TrainingPlan plan, int stage) {
    this.plan = plan;
    this.stage = stage;
  }

  /** Whether a chunk begins with the embedding. */
  boolean isFirst(int chunk) {
    return stage == 0 && chunk == 0;
  }

  /** Whether it ends with the output layer. */
  boolean isLast(int chunk) {
    return stage == plan.parallelism().pipeline() - 1
        && chunk == plan.parallelism().virtualStages() - 1;
  }

  /** Whether the output layer of this stage is its embedding, too. */
  boolean isShared() {
    return plan.model().tied() && plan.parallelism().pipeline() == 1;
  }

  /** Weights of the output layer, or 0 if they count with the embedding. */
  long outputWeights() {
    return isShared() ? 0 : plan.embeddingParameters();
  }

  /** Weights of each unit in the order of a pass, but for experts that tokens are sent to. */
  long[] of(Pass pass) {
    return of(pass, plan.embeddingParameters(), plan::layerParameters, outputWeights());
  }

  /** Weights of these experts in each unit in the order of a pass. */
  long[] expertsOf(Pass pass) {
    return of(pass, 0, plan::expertParameters, 0);
  }

  private long[] of(Pass pass, long embedding, IntToLongFunction ofLayer, long output) {
    LongArrayList weights = new LongArrayList();
    if (isFirst(pass.chunk())) {
      weights.add(embedding);
    }
    int first = plan.firstLayer(stage, pass.chunk());
    for (int layer = first; layer < first + plan.layers(stage, pass.chunk()); layer++) {
      weights.add(ofLayer.applyAsLong(layer));
    }
    if (isLast(pass.chunk())) {
      weights.add(output);
    }
    long[] ordered = weights.toLongArray();
    if (pass.kind() != Pass.Kind.FORWARD) {
      for (int i = 0; i < ordered.length / 2; i++) {
        long swapped = ordered[i];
        ordered[i] = ordered[ordered.length - 1 - i];
        ordered[ordered.length - 1 - i] = swapped;
      }
    }
    return ordered;
  }
}
