package weft.sim.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.Tier;

/** What the links of a fabric carried, by tier. */
public final class Utilization {

  private Utilization() {}

  /**
   * Sums up by tier.
   *
   * @param carriedBytes bytes that each link carried
   * @param durationPs in which time, picoseconds
   */
  public static List<TierUtilization> byTier(
      Fabric fabric, IntToLongFunction carriedBytes, long durationPs) {
    List<TierUtilization> result = new ArrayList<>();
    for (int tier = 0; tier < fabric.tiers().size(); tier++) {
      result.add(ofTier(fabric, tier, carriedBytes, durationPs));
    }
    return result;
  }

  private static TierUtilization ofTier(
      Fabric fabric, int tier, IntToLongFunction carriedBytes, long durationPs) {
    int links = 0;
    long rateBps = 0;
    long payloadRateBps = 0;
    long bytes = 0;
    double capacity = 0;
    double max = 0;
    int busiest = -1;
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (fabric.tier(link) != tier) {
        continue;
      }
      links++;
      rateBps = Math.max(rateBps, fabric.rateBps(link));
      payloadRateBps = Math.max(payloadRateBps, fabric.payloadRateBps(link));
      long carried = carriedBytes.applyAsLong(link);
      bytes = Math.addExact(bytes, carried);
      double capable = capableBytes(fabric, link, durationPs);
      capacity += capable;
      double share = durationPs == 0 ? 0 : carried / capable;
      if (busiest < 0 || share > max) {
        max = share;
        busiest = link;
      }
    }
    Tier named = fabric.tiers().get(tier);
    double mean = capacity == 0 ? 0 : bytes / capacity;
    String busiestName = busiest < 0 ? "" : fabric.linkName(busiest);
    double beside = busiest < 0 ? 0 : besideLink(fabric, busiest, carriedBytes, durationPs);
    return new TierUtilization(
        named.name(),
        named.label(),
        links,
        rateBps,
        payloadRateBps,
        mean,
        max,
        busiestName,
        beside,
        bytes);
  }

  private static double besideLink(
      Fabric fabric, int busiest, IntToLongFunction carriedBytes, long durationPs) {
    double bytes = 0;
    double capacity = 0;
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (fabric.tier(link) == fabric.tier(busiest)
          && isUp(fabric, link) == isUp(fabric, busiest)
          && lowerNode(fabric, link) == lowerNode(fabric, busiest)) {
        bytes += carriedBytes.applyAsLong(link);
        capacity += capableBytes(fabric, link, durationPs);
      }
    }
    return capacity == 0 ? 0 : bytes / capacity;
  }

  private static double capableBytes(Fabric fabric, int link, long durationPs) {
    return fabric.payloadRateBps(link) / 8.0 * (durationPs / 1e12);
  }

  /** Also along a level. */
  private static boolean isUp(Fabric fabric, int link) {
    return fabric.nodeLevel(fabric.source(link)) <= fabric.nodeLevel(fabric.target(link));
  }

  private static int lowerNode(Fabric fabric, int link) {
    return isUp(fabric, link) ? fabric.source(link) : fabric.target(link);
  }
}
