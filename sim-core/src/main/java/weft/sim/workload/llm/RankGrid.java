package weft.sim.workload.llm;

/** Which ranks of a {@link Parallelism} communicate with each other. */
final class RankGrid {

  private final Parallelism parallelism;

  RankGrid(Parallelism parallelism) {
    this.parallelism = parallelism;
  }

  /** Groups that share the layers: a row of t ranks each. */
  int[][] tensorGroups() {
    return groups(parallelism.tensor(), 1);
  }

  /** Groups that hold the same weights: c d ranks of a stage each, context-parallel ones first. */
  int[][] replicaGroups() {
    return groups(parallelism.replicas(), parallelism.tensor());
  }

  /** Parts of these groups that divide state among them. */
  int[][] shardGroups(int shards) {
    return groups(shards, parallelism.tensor());
  }

  /** Groups that have the same part of it. */
  int[][] copyGroups(int shards) {
    return groups(parallelism.replicas() / shards, parallelism.tensor() * shards);
  }

  /** Groups that share each expert: x neighbours. */
  int[][] expertTensorGroups() {
    return groups(parallelism.experts().tensor(), 1);
  }

  /** Groups that have all experts among them, one part of each: e ranks, x apart. */
  int[][] expertGroups() {
    return groups(parallelism.experts().expert(), parallelism.experts().tensor());
  }

  /** Groups that hold the same experts: of each stage the ranks x e apart. */
  int[][] expertReplicaGroups() {
    return groups(parallelism.expertReplicas(), parallelism.experts().ranks());
  }

  /** All ranks in groups of a size, whose members are a stride apart. */
  private int[][] groups(int size, int stride) {
    return groups(parallelism.ranks(), size, stride);
  }

  /** So many ranks in groups of a size, whose members are a stride apart. */
  static int[][] groups(int ranks, int size, int stride) {
    int[][] members = new int[ranks / size][size];
    for (int rank = 0; rank < ranks; rank++) {
      members[rank / (size * stride) * stride + rank % stride][rank / stride % size] = rank;
    }
    return members;
  }

  /** Pairs of a rank of the first stage and its like in the last, which hold one embedding. */
  int[][] embeddingGroups() {
    int behind = parallelism.stageRanks() * (parallelism.pipeline() - 1);
    int[][] members = new int[parallelism.stageRanks()][];
    for (int rank = 0; rank < members.length; rank++) {
      members[rank] = new int[] {rank, rank + behind};
    }
    return members;
  }

  /**
   * For each rank its like in the stage before (−1) or after (1); around the end if stages have
   * several chunks.
   */
  int[] stagePeers(int direction) {
    int ranks = parallelism.ranks();
    int[] peers = new int[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      int peer = rank + direction * parallelism.stageRanks();
      boolean outside = peer < 0 || peer >= ranks;
      peers[rank] = !outside ? peer : wraps() ? Math.floorMod(peer, ranks) : -1;
    }
    return peers;
  }

  private boolean wraps() {
    return parallelism.virtualStages() > 1;
  }

  /** For each rank the next of its context-parallel ring. */
  int[] contextPeers() {
    int tensor = parallelism.tensor();
    int context = parallelism.context();
    int[] peers = new int[parallelism.ranks()];
    for (int rank = 0; rank < peers.length; rank++) {
      int index = rank / tensor % context;
      peers[rank] = rank + tensor * ((index + 1) % context - index);
    }
    return peers;
  }
}
