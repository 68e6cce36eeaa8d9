package weft.sim.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;
import weft.sim.probe.TransferProbe;

/** Records how long transfers take. */
public final class TransferRecorder implements TransferProbe {

  private final LogHistogram histogram = new LogHistogram();
  private double sumPs;
  private long minPs = Long.MAX_VALUE;
  private long maxPs;

  /** Holds that differ by less than this part are equal: what does not divide among links alike. */
  private static final double EQUAL = 1e-9;

  /** How long each link has limited transfers, summed over these. */
  private double[] heldPs = new double[64];

  /** How long their own caps have. */
  private double cappedPs;

  @Override
  public void onStarted(int source, int destination, long bytes) {}

  @Override
  public void onDelivered(
      int source, int destination, long bytes, int hops, long startPs, long endPs) {
    onRepeated(bytes, hops, endPs - startPs, 1);
  }

  @Override
  public void onRepeated(long bytes, int hops, long durationPs, long times) {
    histogram.add(durationPs, times);
    sumPs += (double) durationPs * times;
    minPs = Math.min(minPs, durationPs);
    maxPs = Math.max(maxPs, durationPs);
  }

  @Override
  public void onLinkLoad(int link, double loadBps) {}

  @Override
  public void onHeld(int source, int destination, int link, long durationPs) {
    if (link >= 0) {
      if (link >= heldPs.length) {
        heldPs = Arrays.copyOf(heldPs, Math.max(link + 1, 2 * heldPs.length));
      }
      heldPs[link] += durationPs;
    } else {
      cappedPs += durationPs;
    }
  }

  /** How long links and caps have limited transfers, longest first; none that did not. */
  public List<TierHold> holds(Fabric fabric) {
    double[] ofTier = new double[fabric.tiers().size()];
    int[] longest = new int[ofTier.length];
    Arrays.fill(longest, -1);
    double sum = cappedPs;
    for (int link = 0; link < heldPs.length; link++) {
      int tier = heldPs[link] > 0 ? fabric.tier(link) : -1;
      if (tier >= 0) {
        sum += heldPs[link];
        ofTier[tier] += heldPs[link];
        if (longest[tier] < 0 || isLonger(link, longest[tier])) {
          longest[tier] = link;
        }
      }
    }
    List<TierHold> holds = new ArrayList<>();
    for (int tier = 0; tier < ofTier.length; tier++) {
      if (longest[tier] >= 0) {
        Tier named = fabric.tiers().get(tier);
        holds.add(
            new TierHold(
                named.name(),
                named.label(),
                ofTier[tier],
                ofTier[tier] / sum,
                fabric.linkName(longest[tier])));
      }
    }
    if (cappedPs > 0) {
      holds.add(new TierHold(TierHold.RATE_CAP, "rate cap", cappedPs, cappedPs / sum, null));
    }
    holds.sort(Comparator.comparingDouble(TierHold::heldPs).reversed());
    return holds;
  }

  /** By more than a picosecond, which is what is left over where links share a hold. */
  private boolean isLonger(int link, int other) {
    return heldPs[link] > heldPs[other] * (1 + EQUAL) + 1;
  }

  /** What was recorded. A quantile never lies outside the exact extremes. */
  public CompletionTimes completionTimes() {
    long count = histogram.total();
    if (count == 0) {
      return new CompletionTimes(0, 0, 0, 0, 0, 0);
    }
    return new CompletionTimes(
        count,
        minPs,
        sumPs / count,
        clamp(histogram.quantile(0.5)),
        clamp(histogram.quantile(0.99)),
        maxPs);
  }

  private long clamp(long valuePs) {
    return Math.max(minPs, Math.min(maxPs, valuePs));
  }
}
