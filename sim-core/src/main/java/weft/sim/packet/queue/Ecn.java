package weft.sim.packet.queue;

/**
 * When a port marks packets: never below {@code minBytes} in its queue, always from {@code
 * maxBytes} on, and between them with a probability that rises from 0 to {@code probability} (RED:
 * Floyd and Jacobson, Random Early Detection Gateways, 1993, with the queue's length of the moment,
 * as DCQCN has it: Zhu et al., SIGCOMM 2015, figure 5). Equal thresholds make a step.
 *
 * @param minBytes queue that is not yet marked
 * @param maxBytes queue from which on all is marked, at least {@code minBytes}
 * @param probability just below {@code maxBytes}, 0 … 1
 * @param onDequeue whether the queue behind a packet counts, when it leaves, instead of the one
 *     before it, when it comes
 */
public record Ecn(long minBytes, long maxBytes, double probability, boolean onDequeue) {

  /**
   * Checks the thresholds.
   *
   * @throws IllegalArgumentException if they are out of order, or the probability is none
   */
  public Ecn {
    if (minBytes < 0 || maxBytes < minBytes) {
      throw new IllegalArgumentException(
          "marks from " + minBytes + " bytes on, all from " + maxBytes);
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("marks with probability " + probability);
    }
  }
}
