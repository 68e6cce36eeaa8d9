package weft.sim.collective.algorithm;

/** Ways to do a collective operation. {@link Schedules} says which are possible for what. */
public enum Algorithm {
  /** In a ring through all ranks; for broadcast and reduce a chain from or to the root. */
  RING("ring"),
  /** Two binary trees over the nodes, chains within them (NCCL's Tree). */
  TREE("tree"),
  /** Recursive halving and doubling (Thakur, Rabenseifner, Gropp 2005). */
  HALVING_DOUBLING("halving-doubling"),
  /** Within the nodes, then by rail between them, then within the nodes. */
  HIERARCHICAL("hierarchical"),
  /** Every rank with every other, all at once. */
  DIRECT("direct"),
  /** Every rank with every other, one after the other. */
  PAIRWISE("pairwise"),
  /** Every rank with every other, over the GPU of its own node that is on the other's rail. */
  PXN("pxn"),
  /** In log₂ n rounds, each with the data of all before (Bruck et al. 1997). */
  BRUCK("bruck"),
  /** Over NVSwitches that reduce and multicast. */
  NVLS("nvls"),
  /** Over NVSwitches within the nodes, two binary trees between them. */
  NVLS_TREE("nvls-tree"),
  /** Over leaf and spine switches that reduce and multicast (SHARP). */
  IN_NETWORK("in-network"),
  /**
   * Parallel aggregated trees: Bruck's rounds, farthest first, with bounded buffers (NCCL's PAT).
   */
  PAT("pat");

  private final String text;

  Algorithm(String text) {
    this.text = text;
  }

  /** Name in files and results. */
  public String text() {
    return text;
  }

  /**
   * The algorithm with a {@link #text()}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Algorithm named(String text) {
    for (Algorithm algorithm : values()) {
      if (algorithm.text.equals(text)) {
        return algorithm;
      }
    }
    throw new IllegalArgumentException("no algorithm " + text);
  }
}
