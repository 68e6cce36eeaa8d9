package weft.sim.workload.llm;

import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * Gradients of a {@link Shard} on their way to the replicas: buckets that leave as soon as they are
 * full, on a stream of their own, or all at once at the end without data overlap. With hybrid
 * sharding what has been scattered is then all-reduced among the copies.
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
    if (shard.replicas() > 1) {
      role.await(Streams.MAIN, shard.reduceStream());
    }
  }

  private void leave(Role role) {
    role.await(shard.reduceStream(), Streams.MAIN);
    long bytes = waiting * plan.formats().gradientBytes();
    if (plan.sharding() == Sharding.NONE) {
      reduce(role, shard.reduce(), Operation.ALL_REDUCE, bytes);
    } else {
      reduce(role, shard.reduce(), Operation.REDUCE_SCATTER, bytes);
      if (shard.shards() < shard.replicas()) {
        reduce(role, shard.copies(), Operation.ALL_REDUCE, bytes / shard.shards());
      }
    }
    waiting = 0;
  }

  private void reduce(Role role, int groups, Operation operation, long bytes) {
    role.collective(shard.reduceStream(), groups, operation, bytes, Activity.DATA_PARALLEL);
  }
}
