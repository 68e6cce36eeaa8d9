package weft.sim.packet;

/**
 * How flows choose among the shortest paths between two endpoints.
 *
 * @param kind the policy
 * @param entropies paths that a flow knows at most
 * @param flowletGapPs after a pause of more than this a flow may change its path, picoseconds
 */
public record PathPolicy(Kind kind, int entropies, long flowletGapPs) {

  /** The policies. */
  public enum Kind {
    /** One path a flow, by a hash (equal-cost multi-path). */
    ECMP,
    /** A new path after each pause (Sinha et al., Harnessing TCP's Burstiness, HotNets 2004). */
    FLOWLET,
    /** A random path a packet. */
    SPRAY_RANDOM,
    /**
     * All paths in turn, in an order shuffled anew each round (NDP, SIGCOMM 2017, section 3.1.1).
     */
    SPRAY_ROUND_ROBIN,
    /** The switch sends a packet to the shortest of the queues that lead on. */
    ADAPTIVE,
    /** Paths of packets that came back unmarked are used again (REPS: Bonato et al., 2024). */
    REPS,
    /**
     * Entropies in the packets' headers that switches hash to paths, several perhaps to one: those
     * that came back unmarked again, else all in turn but those that had marks (htsim's UEC).
     */
    MIXED
  }

  /** One path a flow. */
  public static final PathPolicy ECMP = new PathPolicy(Kind.ECMP, 1, 0);

  /** Checks the values. */
  public PathPolicy {
    if (entropies < 1 || entropies > 1 << 16) {
      throw new IllegalArgumentException(entropies + " paths a flow, 1 … 65,536 are possible");
    }
    if (flowletGapPs < 0) {
      throw new IllegalArgumentException("a flowlet gap of " + flowletGapPs + " ps");
    }
  }
}
