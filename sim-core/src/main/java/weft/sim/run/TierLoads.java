package weft.sim.run;

import it.unimi.dsi.fastutil.ints.Int2DoubleOpenHashMap;
import weft.sim.fabric.Fabric;
import weft.sim.route.Paths;
import weft.sim.route.Router;

/** How long what a communication sends keeps the busiest link of each tier at the full rate. */
final class TierLoads {

  private final Fabric fabric;
  private final Router router;
  private final Int2DoubleOpenHashMap bytesOnLink = new Int2DoubleOpenHashMap();
  private final long[] longestPs;

  /** Nothing sent yet. */
  TierLoads(Fabric fabric, Router router) {
    this.fabric = fabric;
    this.router = router;
    longestPs = new long[fabric.tiers().size()];
  }

  void add(int source, int destination, int flow, long bytes) {
    Paths paths = router.paths();
    int over = router.path(source, destination, flow);
    for (int hop = 0; hop < paths.hops(over); hop++) {
      int link = paths.link(over, hop);
      double onLink = bytesOnLink.get(link) + bytes * paths.share(over, hop);
      bytesOnLink.put(link, onLink);
      long takesPs = (long) Math.ceil(onLink * 8e12 / fabric.payloadRateBps(link));
      int tier = fabric.tier(link);
      longestPs[tier] = Math.max(longestPs[tier], takesPs);
    }
  }

  /** By tier, the time of its busiest link, picoseconds. */
  long[] longestPs() {
    return longestPs.clone();
  }

  /**
   * The tier that bound a communication: that of a link, or the slowest.
   *
   * @param boundLink the link that did so; less than 0 if that is not known
   * @param longestPs by tier, the time of its busiest link
   */
  static int boundTier(Fabric fabric, int boundLink, long... longestPs) {
    int tier = boundLink < 0 ? -1 : fabric.tier(boundLink);
    if (tier < 0 || longestPs[tier] == 0) {
      tier = 0;
      for (int other = 1; other < longestPs.length; other++) {
        tier = longestPs[other] > longestPs[tier] ? other : tier;
      }
    }
    return tier;
  }
}
