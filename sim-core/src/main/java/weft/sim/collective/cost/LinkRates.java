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
 */
public record LinkRates(
    long scaleUpBps, long scaleOutBps, long scaleUpWirePs, long scaleOutWirePs) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public LinkRates {
    if (scaleUpBps < 0 || scaleOutBps < 0 || scaleUpWirePs < 0 || scaleOutWirePs < 0) {
      throw new IllegalArgumentException(
          "links of %,d and %,d b/s, %,d and %,d ps"
              .formatted(scaleUpBps, scaleOutBps, scaleUpWirePs, scaleOutWirePs));
    }
  }
}
