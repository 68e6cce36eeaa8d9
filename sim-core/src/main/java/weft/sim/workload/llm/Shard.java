package weft.sim.workload.llm;

/**
 * Weights that the same ranks have: those of experts, or all others.
 *
 * @param replicas ranks that have them
 * @param shards ranks that divide their state, if any do
 * @param reduce groups of these, for gradients
 * @param gather the same, for weights
 * @param copies groups of those with the same part; used if there are fewer shards than replicas
 * @param reduceStream on which gradients leave
 * @param gatherStream on which weights arrive
 */
record Shard(
    int replicas,
    int shards,
    int reduce,
    int gather,
    int copies,
    int reduceStream,
    int gatherStream) {

  /** All but experts that tokens are sent to. */
  static Shard of(TrainingPlan plan, Partners partners) {
    return new Shard(
        plan.parallelism().replicas(),
        plan.isHybrid() ? plan.shards() : plan.parallelism().replicas(),
        partners.reduce(),
        partners.gather(),
        partners.copies(),
        Streams.REDUCE,
        Streams.GATHER);
  }

  /** These experts. */
  static Shard ofExperts(TrainingPlan plan, Partners partners) {
    int replicas = plan.exchangesTokens() ? plan.parallelism().expertReplicas() : 1;
    return new Shard(
        replicas,
        replicas,
        partners.expertReduce(),
        partners.expertGather(),
        partners.copies(),
        Streams.EXPERT_REDUCE,
        Streams.EXPERT_GATHER);
  }

  /**
   * Weights of a bucket: 40 M, or 1 M a replica, so that a bucket outlasts the latency of its ring
   * (Megatron-Core, distributed_data_parallel.py, default of bucket_size).
   */
  long bucket() {
    return Math.max(40_000_000L, 1_000_000L * replicas);
  }
}
