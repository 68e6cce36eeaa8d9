package weft.sim.workload.llm;

import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * Gradients on their way to the replicas: buckets that leave as soon as they are full, on a stream
 * of their own, or all at once at the end without data overlap.
 */
final class GradientDeparture {

  private final TrainingPlan plan;
  private final Partners partners;
  private long waiting;

  GradientDeparture(TrainingPlan plan, Partners partners) {
    this.plan = plan;
    this.partners = partners;
  }

  /**
   * Weights of a bucket: 40 M, or 1 M a replica, so that a bucket outlasts the latency of its ring
   * (Megatron-Core, distributed_data_parallel.py, default of bucket_size).
   */
  static long bucket(TrainingPlan plan) {
    return Math.max(40_000_000L, 1_000_000L * plan.parallelism().replicas());
  }

  /** Gradients of so many weights are complete on this rank, of one micro-batch or of all. */
  void add(Role role, long weights, boolean lastMicroBatch) {
    boolean each = plan.sharding() == Sharding.GRADIENTS || plan.sharding() == Sharding.WEIGHTS;
    if (plan.parallelism().replicas() == 1 || !(each || lastMicroBatch)) {
      return;
    }
    waiting += weights;
    boolean full = waiting >= bucket(plan) || plan.sharding() == Sharding.WEIGHTS;
    if (full && plan.overlap().data()) {
      leave(role);
    }
  }

  /** What has not left by the end of a backward pass leaves. */
  void endOfPass(Role role) {
    if (waiting > 0 && plan.overlap().data()) {
      leave(role);
    }
  }

  /** Waits for all. */
  void end(Role role) {
    if (waiting > 0) {
      leave(role);
    }
    role.await(Streams.MAIN, Streams.REDUCE);
  }

  private void leave(Role role) {
    role.await(Streams.REDUCE, Streams.MAIN);
    role.collective(
        Streams.REDUCE,
        partners.reduce(),
        plan.sharding() == Sharding.NONE ? Operation.ALL_REDUCE : Operation.REDUCE_SCATTER,
        waiting * plan.formats().gradientBytes(),
        Activity.DATA_PARALLEL);
    waiting = 0;
  }
}
