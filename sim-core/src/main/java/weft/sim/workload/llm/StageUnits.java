package weft.sim.workload.llm;

import it.unimi.dsi.fastutil.longs.LongArrayList;

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

  /** Weights of each unit in the order of a pass. */
  long[] of(Pass pass) {
    LongArrayList weights = new LongArrayList();
    if (isFirst(pass.chunk())) {
      weights.add(plan.embeddingParameters());
    }
    int first = plan.firstLayer(stage, pass.chunk());
    for (int layer = first; layer < first + plan.chunkLayers(); layer++) {
      weights.add(plan.layerParameters(layer));
    }
    if (isLast(pass.chunk())) {
      weights.add(outputWeights());
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
