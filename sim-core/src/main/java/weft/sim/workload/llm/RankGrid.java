package weft.sim.workload.llm;

/** Which ranks of a {@link Parallelism} communicate with each other. */
final class RankGrid {

  private final Parallelism parallelism;

  RankGrid(Parallelism parallelism) {
    this.parallelism = parallelism;
  }

  /** Groups that share the layers: a row of t ranks each. */
  int[][] tensorGroups() {
    int tensor = parallelism.tensor();
    int[][] members = new int[parallelism.ranks() / tensor][tensor];
    for (int rank = 0; rank < parallelism.ranks(); rank++) {
      members[rank / tensor][rank % tensor] = rank;
    }
    return members;
  }

  /** Groups that hold the same weights: c d ranks of a stage each, context-parallel ones first. */
  int[][] replicaGroups() {
    int tensor = parallelism.tensor();
    int replicas = parallelism.replicas();
    int[][] members = new int[tensor * parallelism.pipeline()][replicas];
    for (int rank = 0; rank < parallelism.ranks(); rank++) {
      int stage = rank / parallelism.stageRanks();
      members[rank % tensor + tensor * stage][rank / tensor % replicas] = rank;
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
    return parallelism.virtualStages() > 1 && parallelism.pipeline() > 1;
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
