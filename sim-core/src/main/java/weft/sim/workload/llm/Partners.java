package weft.sim.workload.llm;

import weft.sim.workload.ProgramBuilder;

/**
 * Groups and peers of a training program. A group runs one collective at a time, so gradients and
 * weights have groups of their own, as they have communicators of their own in frameworks.
 *
 * @param tensor groups that share layers
 * @param reduce groups of replicas, for gradients
 * @param gather the same, for weights
 * @param embedding first and last stage
 * @param next peers in the next stage
 * @param previous peers in the previous stage
 * @param context next peers in the ring of a sequence
 */
record Partners(
    int tensor, int reduce, int gather, int embedding, int next, int previous, int context) {

  private static final int NONE = -1;

  static Partners of(TrainingPlan plan, ProgramBuilder builder) {
    Parallelism parallelism = plan.parallelism();
    RankGrid grid = new RankGrid(parallelism);
    boolean sharded = plan.sharding() != Sharding.NONE && parallelism.replicas() > 1;
    boolean shared = plan.model().tied() && parallelism.pipeline() > 1;
    return new Partners(
        builder.groups("tensor", grid.tensorGroups()),
        builder.groups("data", grid.replicaGroups()),
        sharded ? builder.groups("data-weights", grid.replicaGroups()) : NONE,
        shared ? builder.groups("embedding", grid.embeddingGroups()) : NONE,
        builder.peers("next-stage", grid.stagePeers(1)),
        builder.peers("previous-stage", grid.stagePeers(-1)),
        parallelism.context() > 1 ? builder.peers("next-context", grid.contextPeers()) : NONE);
  }
}
