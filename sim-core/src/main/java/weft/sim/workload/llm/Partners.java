package weft.sim.workload.llm;

import weft.sim.collective.AllToAllParts;
import weft.sim.collective.KnownTime;
import weft.sim.workload.ProgramBuilder;

/**
 * Groups and peers of a training program. A group runs one collective at a time, so gradients and
 * weights have groups of their own, as they have communicators of their own in frameworks.
 *
 * @param tensor groups that share layers
 * @param reduce groups of replicas that divide state, or have all of it, for gradients
 * @param gather the same, for weights
 * @param copies groups of replicas that have the same part of it
 * @param embedding first and last stage
 * @param next peers in the next stage
 * @param previous peers in the previous stage
 * @param context next peers in the ring of a sequence
 * @param experts groups that have all experts among them, for tokens on their way there
 * @param unevenBack the same, for their way back, if not all get as much
 * @param expertTensor groups that share each expert
 * @param expertReduce groups of the same experts, for gradients
 * @param expertGather the same, for weights
 * @param amax groups that reduce greatest values
 */
record Partners(
    int tensor,
    int reduce,
    int gather,
    int copies,
    int embedding,
    int next,
    int previous,
    int context,
    int experts,
    int unevenBack,
    int expertTensor,
    int expertReduce,
    int expertGather,
    int amax) {

  private static final int NONE = -1;

  /** Groups that have all experts among them, for tokens on their way back. */
  int expertsBack() {
    return unevenBack == NONE ? experts : unevenBack;
  }

  /**
   * Those of a plan.
   *
   * @param amaxTime how long it takes to reduce greatest values
   */
  static Partners of(TrainingPlan plan, ProgramBuilder builder, KnownTime amaxTime) {
    Parallelism parallelism = plan.parallelism();
    RankGrid grid = new RankGrid(parallelism);
    boolean sharded = plan.sharding() != Sharding.NONE && parallelism.replicas() > 1;
    boolean shared = plan.model().tied() && parallelism.pipeline() > 1;
    int[][] divided = plan.isHybrid() ? grid.shardGroups(plan.shards()) : grid.replicaGroups();
    boolean exchanges = plan.exchangesTokens();
    boolean shardedExperts = plan.sharding() != Sharding.NONE && parallelism.expertReplicas() > 1;
    int expert = parallelism.experts().expert();
    Experts experts = plan.model().experts();
    AllToAllParts parts =
        experts != null && expert > 1 ? plan.routing().parts(experts, expert) : null;
    int tensor = builder.groups("tensor", grid.tensorGroups());
    int reduce = builder.groups("data", divided);
    int gather = sharded ? builder.groups("data-weights", divided) : NONE;
    int copies = plan.isHybrid() ? builder.groups("copies", grid.copyGroups(plan.shards())) : NONE;
    int embedding = shared ? builder.groups("embedding", grid.embeddingGroups()) : NONE;
    int routed = exchanges ? builder.groups("experts", grid.expertGroups(), parts) : NONE;
    return new Partners(
        tensor,
        reduce,
        gather,
        copies,
        embedding,
        builder.peers("next-stage", grid.stagePeers(1)),
        builder.peers("previous-stage", grid.stagePeers(-1)),
        parallelism.context() > 1 ? builder.peers("next-context", grid.contextPeers()) : NONE,
        routed,
        parts != null ? builder.alternating("experts-back", routed, parts.back()) : NONE,
        exchanges ? builder.groups("expert-tensor", grid.expertTensorGroups()) : NONE,
        exchanges ? builder.groups("expert-data", grid.expertReplicaGroups()) : NONE,
        exchanges && shardedExperts
            ? builder.groups("expert-data-weights", grid.expertReplicaGroups())
            : NONE,
        plan.reducesAmax() ? builder.groups("amax", plan.amaxGroups(), amaxTime) : NONE);
  }
}
