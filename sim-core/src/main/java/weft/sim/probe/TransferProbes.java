package weft.sim.probe;

/** Combines probes. */
public final class TransferProbes {

  private TransferProbes() {}

  /** A probe that tells first one, then the other. */
  public static TransferProbe both(TransferProbe one, TransferProbe other) {
    return new TransferProbe() {
      @Override
      public void onStarted(int source, int destination, long bytes) {
        one.onStarted(source, destination, bytes);
        other.onStarted(source, destination, bytes);
      }

      @Override
      public void onDelivered(
          int source, int destination, long bytes, int hops, long startPs, long endPs) {
        one.onDelivered(source, destination, bytes, hops, startPs, endPs);
        other.onDelivered(source, destination, bytes, hops, startPs, endPs);
      }

      @Override
      public void onRepeated(long bytes, int hops, long durationPs, long times) {
        one.onRepeated(bytes, hops, durationPs, times);
        other.onRepeated(bytes, hops, durationPs, times);
      }

      @Override
      public void onLinkLoad(int link, double loadBps) {
        one.onLinkLoad(link, loadBps);
        other.onLinkLoad(link, loadBps);
      }

      @Override
      public void onHeld(int source, int destination, int link, long durationPs) {
        one.onHeld(source, destination, link, durationPs);
        other.onHeld(source, destination, link, durationPs);
      }
    };
  }
}
