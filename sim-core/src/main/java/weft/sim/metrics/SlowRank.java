package weft.sim.metrics;

/**
 * A rank on the critical path that computes longer than another with the same work.
 *
 * @param rank the rank
 * @param computePs how long it computed, picoseconds
 * @param peersPs how long the fastest of those did
 * @param pathPs how long it computed on the critical path
 */
public record SlowRank(int rank, long computePs, long peersPs, long pathPs) {

  /** A rank that costs less than this share of the path is not named. An assumption. */
  public static final double WORTH_NAMING = 0.01;

  /** By how much the path were shorter if it computed as fast as they, picoseconds. */
  public long lostPs() {
    return Math.round(pathPs * (1 - (double) peersPs / computePs));
  }
}
