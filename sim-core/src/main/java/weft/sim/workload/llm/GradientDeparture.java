package weft.sim.workload.llm;

import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * Gradients of a {@link Shard} on their way to the replicas: buckets that leave as soon as they are full, on a stream
 * of their own, or all at once at the end without data overlap.
 */
final class GradientDeparture {

  private final TrainingPlan plan;
  private final Shard shard;
  private long waiting;

  GradientDeparture(TrainingPlan plan, Shard shard) {
    this.plan = plan;
    this.shard = shard;
  }

  /** Gradients of so many weights are complete on this rank, of one micro-batch or of all. */
  void add(Role role, long weights, boolean lastMicroBatch) {
    boolean each = plan.sharding() == Sharding.GRADIENTS || plan.sharding() == Sharding.WEIGHTS;
    if (shard.replicas() == 1 || !(each || lastMicroBatch)) {
      return;
    }
    waiting += weights;
    boolean full = waiting >= shard.bucket() || plan.sharding() == Sharding.WEIGHTS;
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
    role.await(Streams.MAIN, shard.reduceStream());
  }

  private void leave(Role role) {
    role.await(shard.reduceStream(), Streams.MAIN);
    role.collective(
        shard.reduceStream(),
        shard.reduce(),
        plan.sharding() == Sharding.NONE ? Operation.ALL_REDUCE : Operation.REDUCE_SCATTER,
        waiting * plan.formats().gradientBytes(),
        Activity.DATA_PARALLEL);
    waiting = 0;
  }
}
