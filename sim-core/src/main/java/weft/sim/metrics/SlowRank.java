package weft.sim.metrics;

/**
 * A rank on the critical path that computes longer than those it works with.
 *
 * @param rank the rank
 * @param computePs how long it computed, picoseconds
 * @param hasPeers whether there are others in its groups
 * @param peersPs the median of these; of all ranks if there are none
 * @param pathPs how long it computed on the critical path
 */
public record SlowRank(int rank, long computePs, boolean hasPeers, long peersPs, long pathPs) {

  /** By how much the path were shorter if it computed as fast as they, picoseconds. */
  public long lostPs() {
    return Math.round(pathPs * (1 - (double) peersPs / computePs));
  }
}
