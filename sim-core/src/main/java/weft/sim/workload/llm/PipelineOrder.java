package weft.sim.workload.llm;

import java.util.ArrayList;
import java.util.List;

/**
 * The passes of a pipeline stage in their order, for each {@link MicroBatchOrder}.
 *
 * <p>With equal stages and free communication a pipeline of p stages and m micro-batches idles, in
 * terms of the time F + B + W that a stage takes for a micro-batch (forward, gradients of inputs
 * and of weights): GPipe and 1F1B p − 1 times, interleaved with v chunks (p − 1)/v times, ZB-H1 (p
 * − 1) (F + B − W)/(F + B + W) times.
 *
 * <p>So that forward and backward passes can go together, which hides the exchange of tokens with
 * experts, each stage is one forward pass more ahead (Megatron-Core, schedules.py,
 * get_pp_rank_microbatches): what goes together is of different micro-batches even on the last
 * stage. The two take as long as one after the other if nothing is hidden, and the idle time stays.
 */
final class PipelineOrder {

  private final int stage;
  private final int stages;
  private final int microBatches;
  private final int chunks;
  private final boolean together;
  private final List<Pass> passes = new ArrayList<>();

  private PipelineOrder(int stage, int stages, int microBatches, int chunks, boolean together) {
    this.stage = stage;
    this.stages = stages;
    this.microBatches = microBatches;
    this.chunks = chunks;
    this.together = together;
  }

  /** The passes of a stage of a plan. */
  static List<Pass> of(TrainingPlan plan, int stage) {
    Parallelism parallelism = plan.parallelism();
    return of(
        plan.schedule(),
        stage,
        parallelism.pipeline(),
        plan.microBatches(),
        parallelism.virtualStages(),
        plan.overlapsExperts());
  }

  static List<Pass> of(
      MicroBatchOrder schedule,
      int stage,
      int stages,
      int microBatches,
      int chunks,
      boolean together) {
    PipelineOrder order = new PipelineOrder(stage, stages, microBatches, chunks, together);
    switch (schedule) {
      case GPIPE -> order.alternate(microBatches);
      case ONE_FORWARD_ONE_BACKWARD ->
          order.alternate(chunks == 1 ? stages - stage - 1 : order.interleavedWarmUp());
      case ZERO_BUBBLE -> order.zeroBubble();
    }
    return List.copyOf(order.passes);
  }

  /** Narayanan et al., SC 2021, section 2.2, as Megatron-LM counts it. */
  private int interleavedWarmUp() {
    return 2 * (stages - stage - 1) + (chunks - 1) * stages;
  }

  /** Some forward passes, then one forward and one backward in turn, then backward passes. */
  private void alternate(int warmUp) {
    int all = microBatches * chunks;
    int ahead = Math.min(all, together ? warmUp + 1 : warmUp);
    for (int step = 0; step < ahead; step++) {
      add(Pass.Kind.FORWARD, step);
    }
    for (int step = ahead; step < all + ahead; step++) {
      if (step < all) {
        add(Pass.Kind.FORWARD, step);
      }
      add(Pass.Kind.BACKWARD, step - ahead, together && step < all);
    }
  }

  /** Each stage puts gradients of weights off for as many micro-batches as it has stages before. */
  private void zeroBubble() {
    int ahead = Math.min(microBatches, stages - stage - 1);
    for (int step = 0; step < ahead; step++) {
      add(Pass.Kind.FORWARD, step);
    }
    for (int step = ahead; step < microBatches + ahead; step++) {
      if (step < microBatches) {
        add(Pass.Kind.FORWARD, step);
      }
      add(Pass.Kind.INPUT_GRADIENT, step - ahead);
      if (step - ahead >= stage) {
        add(Pass.Kind.WEIGHT_GRADIENT, step - ahead - stage);
      }
    }
    for (int late = Math.max(0, microBatches - stage); late < microBatches; late++) {
      add(Pass.Kind.WEIGHT_GRADIENT, late);
    }
  }

  /** The n-th pass of a kind: with chunks, p micro-batches through each chunk, then p more. */
  private void add(Pass.Kind kind, int n) {
    add(kind, n, false);
  }

  private void add(Pass.Kind kind, int n, boolean withForward) {
    int round = n / (stages * chunks);
    int rest = n % (stages * chunks);
    int chunk = chunks == 1 ? 0 : rest / stages;
    int microBatch = chunks == 1 ? n : round * stages + rest % stages;
    passes.add(
        new Pass(
            kind, microBatch, kind == Pass.Kind.FORWARD ? chunk : chunks - 1 - chunk, withForward));
  }
}
