package weft.sim.fabric;

import java.util.Arrays;

/**
 * The order in which links are named where several hold a transfer alike: those of endpoints before
 * those between switches, lower tiers before higher, links up before links down, and what is still
 * equal by number. So the answer does not hang on who found them, or which were looked at.
 */
public final class LinkOrder {

  private final int[] kinds;
  private final int[] places;
  private final int[] links;
  private final int tiers;

  /** The order of a fabric's links. */
  public LinkOrder(Fabric fabric) {
    int count = fabric.linkCount();
    tiers = fabric.tiers().size();
    kinds = new int[count];
    places = new int[count];
    links = new int[count];
    long[] sorted = new long[count];
    boolean[] isEndpoint = fabric.endpointNodes();
    for (int link = 0; link < count; link++) {
      int source = fabric.source(link);
      int target = fabric.target(link);
      boolean isBetweenSwitches = !isEndpoint[source] && !isEndpoint[target];
      boolean isDown = fabric.nodeLevel(source) > fabric.nodeLevel(target);
      int tier = fabric.tier(link) + (isBetweenSwitches ? tiers : 0);
      kinds[link] = 2 * tier + (isDown ? 1 : 0);
      sorted[link] = (long) kinds[link] << Integer.SIZE | link;
    }
    Arrays.sort(sorted);
    for (int place = 0; place < count; place++) {
      links[place] = (int) sorted[place];
      places[links[place]] = place;
    }
  }

  /** Whether a link has no endpoint; such links come after those that have. */
  public boolean isBetweenSwitches(int link) {
    return kinds[link] >= 2 * tiers;
  }

  /** What tells links apart before their numbers do. */
  public int kind(int link) {
    return kinds[link];
  }

  /** The link before which so many come. */
  public int link(int place) {
    return links[place];
  }

  /** How many links come before one. */
  public int place(int link) {
    return places[link];
  }
}
