package weft.sim.collective.cost;

/**
 * How fast a rank of a group reaches others of its node, and of other nodes, when nobody else
 * sends.
 *
 * @param scaleUpBps payload rate of all scale-up links of a GPU together, each way, bits per
 *     second; 0 if it has none
 * @param scaleOutBps payload rate at which a GPU sends to other nodes, bits per second; 0 if it
 *     cannot
 * @param scaleUpWirePs from one GPU of a node to another, picoseconds
 * @param scaleOutWirePs from a GPU to one of another node, picoseconds
 * @param ringBps payload rate at which a GPU sends on all rings together to other nodes, bits per
 *     second: on a torus over several links, where other ways to other nodes have the one that
 *     leads there
 * @param sharedBps payload rate of what a GPU uses to reach its node as well as others, as the
 *     lanes of PCIe to its switch, bits per second; {@link #UNSHARED} if it has ways of their own
 */
public record LinkRates(
    long scaleUpBps,
    long scaleOutBps,
    long scaleUpWirePs,
    long scaleOutWirePs,
    long ringBps,
    long sharedBps) {

  /** Where nothing is shared. */
  public static final long UNSHARED = Long.MAX_VALUE;

  /** Rates of a GPU whose rings use what all else does, and that has ways of their own. */
  public LinkRates(long scaleUpBps, long scaleOutBps, long scaleUpWirePs, long scaleOutWirePs) {
    this(scaleUpBps, scaleOutBps, scaleUpWirePs, scaleOutWirePs, scaleOutBps, UNSHARED);
  }

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is negative, or what is shared has no rate
   */
  public LinkRates {
    if (Math.min(scaleUpBps, Math.min(scaleOutBps, ringBps)) < 0
        || Math.min(scaleUpWirePs, scaleOutWirePs) < 0
        || sharedBps <= 0) {
      throw new IllegalArgumentException(
          "links of %,d, %,d, %,d and %,d b/s, %,d and %,d ps"
              .formatted(
                  scaleUpBps, scaleOutBps, ringBps, sharedBps, scaleUpWirePs, scaleOutWirePs));
    }
  }

  /** The same for what goes round rings. */
  LinkRates ofRings() {
    return new LinkRates(scaleUpBps, ringBps, scaleUpWirePs, scaleOutWirePs, ringBps, sharedBps);
  }
}
