package weft.sim.workload.llm;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Role;

/**
 * All-gathers of sharded weights. Those of a sharded optimizer come once a step, before the first
 * micro-batch needs them; nothing holds them back but each other. Those that are not kept (ZeRO-3)
 * come before each use, and leave when the layer before the last one is through: one layer ahead.
 */
final class WeightArrival {

  private final TrainingPlan plan;
  private final Partners partners;

  /** Weights of the gathers in their order; 0 for a use that the gather before serves, too. */
  private final LongArrayList gathers = new LongArrayList();

  private final boolean eachTime;
  private int next;

  WeightArrival(TrainingPlan plan, Partners partners, List<Pass> passes, StageUnits units) {
    this.plan = plan;
    this.partners = partners;
    eachTime = plan.sharding() == Sharding.WEIGHTS;
    if (plan.sharding() == Sharding.NONE || plan.parallelism().replicas() == 1) {
      return;
    }
    long bucket = 0;
    int start = 0;
    for (Pass pass : passes) {
      if (!isServed(pass)) {
        continue;
      }
      for (long weights : units.of(pass)) {
        if (gathers.isEmpty() || eachTime || bucket >= GradientDeparture.bucket(plan)) {
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
  boolean isServed(Pass pass) {
    if (plan.sharding() == Sharding.NONE || plan.parallelism().replicas() == 1) {
      return false;
    }
    return eachTime
        ? pass.kind() != Pass.Kind.WEIGHT_GRADIENT
        : plan.overlap().data() && pass.kind() == Pass.Kind.FORWARD && pass.microBatch() == 0;
  }

  /** The next use of weights: waits for them. */
  void use(Role role) {
    if (eachTime && plan.overlap().data()) {
      if (next == 0) {
        gather(role, Streams.GATHER, gathers.getLong(next));
      }
      role.await(Streams.MAIN, Streams.GATHER);
      if (++next < gathers.size()) {
        role.await(Streams.GATHER, Streams.MAIN);
        gather(role, Streams.GATHER, gathers.getLong(next));
      }
      return;
    }
    int stream = plan.overlap().data() ? Streams.GATHER : Streams.MAIN;
    gather(role, stream, gathers.getLong(next++));
    role.await(Streams.MAIN, stream);
  }

  /** After the step, if they do not come with the first micro-batch of the next. */
  void end(Role role, int stage) {
    boolean once = plan.sharding() == Sharding.OPTIMIZER || plan.sharding() == Sharding.GRADIENTS;
    if (once && !plan.overlap().data() && plan.parallelism().replicas() > 1) {
      gather(role, Streams.MAIN, plan.stageParameters(stage));
    }
  }

  private void gather(Role role, int stream, long weights) {
    if (weights == 0) {
      return; // the output layer of a tied embedding, which is kept
    }
    role.collective(
        stream,
        partners.gather(),
        Operation.ALL_GATHER,
        weights * plan.formats().valueBytes(),
        Activity.DATA_PARALLEL);
  }
}
