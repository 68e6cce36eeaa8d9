package weft.sim.check;

import weft.sim.fabric.Fabric;
import weft.sim.probe.TransferProbe;
import weft.sim.transfer.NetworkModel;

/**
 * Watches that no byte is lost or made, and, in audited runs, that no link carries more than it
 * can.
 */
public final class Conservation implements TransferProbe {

  /** Rates are sums of doubles. */
  private static final double TOLERANCE = 1e-9;

  private final Fabric fabric;
  private long startedBytes;
  private long deliveredBytes;
  private long linkBytes;

  /** Watches a model over {@code fabric}. */
  public Conservation(Fabric fabric) {
    this.fabric = fabric;
  }

  @Override
  public void onStarted(int source, int destination, long bytes) {
    startedBytes = Math.addExact(startedBytes, bytes);
  }

  @Override
  public void onDelivered(
      int source, int destination, long bytes, int hops, long startPs, long endPs) {
    deliveredBytes = Math.addExact(deliveredBytes, bytes);
    linkBytes = Math.addExact(linkBytes, Math.multiplyExact(bytes, (long) hops));
    if (endPs < startPs) {
      throw new InvariantViolation("delivered at " + endPs + " ps, started at " + startPs);
    }
  }

  @Override
  public void onRepeated(long bytes, int hops, long durationPs, long times) {
    long sum = Math.multiplyExact(bytes, times);
    startedBytes = Math.addExact(startedBytes, sum);
    deliveredBytes = Math.addExact(deliveredBytes, sum);
    linkBytes = Math.addExact(linkBytes, Math.multiplyExact(sum, (long) hops));
  }

  @Override
  public void onLinkLoad(int link, double loadBps) {
    if (loadBps > fabric.payloadRateBps(link) * (1 + TOLERANCE)) {
      throw new InvariantViolation(
          "%s carries %.0f b/s, but has %d"
              .formatted(fabric.linkName(link), loadBps, fabric.payloadRateBps(link)));
    }
  }

  /**
   * Checks a run that has come to its end.
   *
   * @throws InvariantViolation if a byte was lost or made, or a transfer was left over
   */
  public void verify(NetworkModel network) {
    if (network.inFlight() != 0) {
      throw new InvariantViolation(network.inFlight() + " transfers were left over");
    }
    if (startedBytes != deliveredBytes) {
      throw new InvariantViolation(
          startedBytes + " bytes were sent, " + deliveredBytes + " delivered");
    }
    long carried = 0;
    long rounded = 0;
    for (int link = 0; link < fabric.linkCount(); link++) {
      carried = Math.addExact(carried, network.carriedBytes(link));
      rounded += network.isRounded(link) ? 1 : 0;
    }
    long wasted = network.wastedBytes();
    double tolerance = rounded == 0 ? 0 : rounded + TOLERANCE * linkBytes;
    if (Math.abs(carried - wasted - linkBytes) > tolerance) {
      throw new InvariantViolation(
          "links carried %d bytes, %d of them in vain, but transfers crossed them with %d"
              .formatted(carried, wasted, linkBytes));
    }
  }
}
