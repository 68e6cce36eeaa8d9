package weft.sim.collective.cost;

import org.jspecify.annotations.Nullable;

/**
 * The constants of a communication library on a generation of GPUs, the time on the wire left out:
 * that, the fabric adds.
 *
 * @param launch once for each collective
 * @param ring a step round a ring, or of an exchange
 * @param tree a step up or down a tree
 * @param networkShareLl which share of the network's payload rate {@link Protocol#LL} keeps busy
 * @param nvls what the NVSwitches do; null if they only forward
 * @param chunkPs what a chunk costs over all stages of its pipeline beside its bytes: handshakes,
 *     flags, the wait for a free slot, picoseconds
 * @param oneProcessPs what one process that drives all GPUs of a node adds to each collective,
 *     picoseconds
 * @param blockingPs what a caller adds who waits for each collective, as PyTorch does unless told
 *     otherwise, picoseconds
 */
public record LibraryCosts(
    Times launch,
    Steps ring,
    Steps tree,
    double networkShareLl,
    @Nullable Nvls nvls,
    long chunkPs,
    long oneProcessPs,
    long blockingPs) {

  /**
   * Messages that may be under way on a connection at once (NCCL 2.26, src/include/device.h,
   * NCCL_STEPS).
   */
  public static final int SLOTS = 8;

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if a time is negative
   */
  public LibraryCosts {
    Shares.requireShare(networkShareLl);
    if (chunkPs < 0 || oneProcessPs < 0 || blockingPs < 0) {
      throw new IllegalArgumentException(
          "a time below 0: %,d, %,d, %,d ps".formatted(chunkPs, oneProcessPs, blockingPs));
    }
  }

  /**
   * Steps of one kind.
   *
   * @param scaleUp what the software of a step inside a scale-up domain takes
   * @param scaleOut what that of a step between domains takes
   * @param shares of the payload rate that is used
   */
  public record Steps(Times scaleUp, Times scaleOut, Shares shares) {}

  /**
   * Multicast and reduction in the NVSwitches (NVLink SHARP).
   *
   * @param launchPs once for each collective, with all steps in the node, picoseconds
   * @param scaleOutPs what the software of a step between nodes takes, picoseconds
   * @param share of the payload rate that is used
   * @param chunkPsPerRank what a chunk costs for each rank of the node, all of which have to be
   *     ready for it, picoseconds
   * @param leastRanks with fewer ranks in a node the library does not use it
   */
  public record Nvls(
      long launchPs, long scaleOutPs, double share, long chunkPsPerRank, int leastRanks) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Nvls {
      Shares.requireShare(share);
      if (launchPs < 0 || scaleOutPs < 0 || chunkPsPerRank < 0 || leastRanks < 1) {
        throw new IllegalArgumentException(
            "NVLS of %d ranks with %,d and %,d ps".formatted(leastRanks, launchPs, scaleOutPs));
      }
    }
  }
}
