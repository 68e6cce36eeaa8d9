package weft.sim.fold;

import java.util.Arrays;
import weft.sim.probe.TransferProbe;

/** Passes on what a folded network tells, with links of the real one. */
final class RealLinks implements TransferProbe {

  private static final int NOBODY = -1;
  private static final long SECOND_PS = 1_000_000_000_000L;

  private final FoldedNetwork folded;
  private final TransferProbe probe;

  /**
   * By link of the folded network, how long it has limited transfers, in whole seconds and the rest
   * in picoseconds: of all members of a class together that may be more than a long holds.
   */
  private final long[] heldSeconds;

  private final long[] heldRestPs;

  RealLinks(FoldedNetwork folded, TransferProbe probe) {
    this.folded = folded;
    this.probe = probe;
    heldSeconds = new long[folded.fabric().linkCount()];
    heldRestPs = new long[heldSeconds.length];
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
      long restPs = heldRestPs[link] + durationPs % SECOND_PS;
      heldSeconds[link] += durationPs / SECOND_PS + restPs / SECOND_PS;
      heldRestPs[link] = restPs % SECOND_PS;
    } else {
      probe.onHeld(source, destination, link, durationPs);
    }
  }

  /**
   * The end of a run: tells how long each link has limited transfers. Those of a class share evenly
   * to the picosecond, and all of it: who was held is whole, its link need not be.
   */
  void settle() {
    int[] told = new int[heldSeconds.length];
    folded.visitLinks(
        (real, link, alike) -> {
          long sharePs = sharePs(link, alike - told[link]++);
          if (sharePs > 0) {
            probe.onHeld(NOBODY, NOBODY, real, sharePs);
          }
        });
    Arrays.fill(heldSeconds, 0);
    Arrays.fill(heldRestPs, 0);
  }

  /** Takes the share of one of so many from what a link has held, rounded down. */
  private long sharePs(int link, int among) {
    long restPs = (heldSeconds[link] % among * SECOND_PS + heldRestPs[link]) / among;
    long sharePs = Math.addExact(heldSeconds[link] / among * SECOND_PS, restPs);
    heldSeconds[link] -= sharePs / SECOND_PS;
    heldRestPs[link] -= sharePs % SECOND_PS;
    if (heldRestPs[link] < 0) {
      heldRestPs[link] += SECOND_PS;
      heldSeconds[link]--;
    }
    return sharePs;
  }
}
