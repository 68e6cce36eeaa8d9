package weft.sim.workload.llm;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import java.util.function.Function;
import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * All-gathers of the sharded weights of a {@link Shard}. Those of a sharded optimizer come once a
 * step, before the first micro-batch needs them; nothing holds them back but each other. Those that
 * are not kept (ZeRO-3) come before each use, and leave when the layer before the last one is
 * through: one layer ahead.
 */
final class WeightArrival {

  private final TrainingPlan plan;
  private final Shard shard;

  /** Weights of the gathers in their order; 0 for a use that the gather before serves, too. */
  private final LongArrayList gathers = new LongArrayList();

  private final boolean eachTime;
  private int next;

  /**
   * The weights of a stage.
   *
   * @param units of each pass, the weights of what it goes through
   */
  WeightArrival(TrainingPlan plan, Shard shard, List<Pass> passes, Function<Pass, long[]> units) {
    this.plan = plan;
    this.shard = shard;
    eachTime = plan.sharding() == Sharding.WEIGHTS;
    if (plan.sharding() == Sharding.NONE || shard.shards() == 1) {
      return;
    }
    long bucket = 0;
    int start = 0;
    for (Pass pass : passes) {
      if (!isServed(pass)) {
        continue;
      }
      for (long weights : units.apply(pass)) {
        if (gathers.isEmpty() || eachTime || bucket >= shard.bucket()) {
          start = gathers.size();
          bucket = 0;
        }
        gathers.add(0);
        bucket += weights;
        gathers.set(start, bucket);
      }
    }
  }

  /** Whether the weights that a pass uses are gathered for it. */
  private boolean isServed(Pass pass) {
    if (plan.sharding() == Sharding.NONE || shard.shards() == 1) {
      return false;
    }
    return eachTime
        ? pass.kind() != Pass.Kind.WEIGHT_GRADIENT
        : plan.overlap().data() && pass.kind() == Pass.Kind.FORWARD && pass.microBatch() == 0;
  }

  /** The next use of weights, in a pass: waits for them. */
  void use(Role role, Pass pass) {
    if (!isServed(pass)) {
      return;
    }
    int beside = shard.gatherStream();
    if (eachTime && plan.overlap().data()) {
      if (next == 0) {
        gather(role, beside, gathers.getLong(next));
      }
      role.await(Streams.MAIN, beside);
      if (++next < gathers.size()) {
        role.await(beside, Streams.MAIN);
        gather(role, beside, gathers.getLong(next));
      }
      return;
    }
    int stream = plan.overlap().data() ? beside : Streams.MAIN;
    gather(role, stream, gathers.getLong(next++));
    role.await(Streams.MAIN, stream);
  }

  /**
   * After the step, if they do not come with the first micro-batch of the next.
   *
   * @param weights all that the stage has
   */
  void end(Role role, long weights) {
    boolean once = plan.sharding() == Sharding.OPTIMIZER || plan.sharding() == Sharding.GRADIENTS;
    if (once && !plan.overlap().data() && shard.shards() > 1) {
      gather(role, Streams.MAIN, weights);
    }
  }

  private void gather(Role role, int stream, long weights) {
    if (weights == 0) {
      return; // a tied embedding, which is kept; a layer without experts
    }
    role.collective(
        stream,
        shard.gather(),
        Operation.ALL_GATHER,
        weights * plan.formats().valueBytes(),
        Activity.DATA_PARALLEL);
  }
}
