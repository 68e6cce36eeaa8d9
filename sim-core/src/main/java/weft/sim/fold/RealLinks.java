package weft.sim.fold;

import java.util.Arrays;
import weft.sim.probe.TransferProbe;

/** Passes on what a folded network tells, with links of the real one. */
final class RealLinks implements TransferProbe {

  private final FoldedNetwork folded;
  private static final int NOBODY = -1;

  private final TransferProbe probe;

  /** By link of the folded network, how long it has limited transfers. */
  private final long[] heldPs;

  RealLinks(FoldedNetwork folded, TransferProbe probe) {
    this.folded = folded;
    this.probe = probe;
    heldPs = new long[folded.fabric().linkCount()];
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

  @Override
  public void onHeld(int source, int destination, int link, long durationPs) {
    if (link >= 0) {
      heldPs[link] = Math.addExact(heldPs[link], durationPs);
    } else {
      probe.onHeld(source, destination, link, durationPs);
    }
  }

  /**
   * The end of a run: tells how long each link has limited transfers. Those of a class share evenly
   * to the picosecond, and all of it: who was held is whole, its link need not be.
   */
  void settle() {
    int[] told = new int[heldPs.length];
    folded.visitLinks(
        (real, link, alike) -> {
          if (heldPs[link] > 0) {
            long sharePs = heldPs[link] / (alike - told[link]++);
            heldPs[link] -= sharePs;
            probe.onHeld(NOBODY, NOBODY, real, sharePs);
          }
        });
    Arrays.fill(heldPs, 0);
  }
}
