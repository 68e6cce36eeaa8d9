package weft.sim.fold;

import weft.sim.probe.TransferProbe;

/** Passes on what a folded network tells, with links of the real one. */
final class RealLoads implements TransferProbe {

  private final FoldedNetwork folded;
  private final TransferProbe probe;

  RealLoads(FoldedNetwork folded, TransferProbe probe) {
    this.folded = folded;
    this.probe = probe;
  }

  @Override
  public void onStarted(int source, int destination, long bytes) {
    probe.onStarted(source, destination, bytes);
  }

  @Override
  public void onDelivered(
      int source, int destination, long bytes, int hops, long startPs, long endPs) {
    probe.onDelivered(source, destination, bytes, hops, startPs, endPs);
  }

  @Override
  public void onRepeated(long bytes, int hops, long durationPs, long times) {
    probe.onRepeated(bytes, hops, durationPs, times);
  }

  @Override
  public void onLinkLoad(int link, double loadBps) {
    int real = folded.realLink(link);
    if (real >= 0) {
      probe.onLinkLoad(real, loadBps);
    }
  }
}
