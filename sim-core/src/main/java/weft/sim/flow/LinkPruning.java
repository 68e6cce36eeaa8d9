package weft.sim.flow;

import java.util.Arrays;
import weft.sim.fabric.LinkOrder;
import weft.sim.flow.maxmin.Holders;
import weft.sim.route.Paths;

/**
 * Which links cannot bind, because what can come to them at most is no more than they carry: the
 * flows that enter the network by one link bring no more than that link carries, times the largest
 * share that one of them has on the other; and likewise for those that leave by one link. Such
 * links need not be told apart. That holds as long as no flow is added.
 *
 * <p>A link to which exactly as much can come as it carries may hold flows, but those by which they
 * enter or leave do so, too. It is left out only if these are named before it ({@link LinkOrder}),
 * so that what holds a flow does not hang on what is left out.
 */
final class LinkPruning {

  /** A link that is overloaded by less than this part is not. */
  private static final double TOLERANCE = 1e-12;

  private final Paths paths;
  private final double[] capacities;

  /** What can come to each link. */
  private final double[] bounds;

  private final double[] leastBounds;

  /** Links by which flows enter or leave: they bound the others, so that they have to stay. */
  private final boolean[] isGate;

  /** The largest share of the flows at hand on each link, and which these were. */
  private final double[] shares;

  private final int[] seenBy;
  private int[] spreadSeenBy = new int[0];

  private final LinkOrder order;

  LinkPruning(Paths paths, double[] capacities, LinkOrder order) {
    this.paths = paths;
    this.capacities = capacities;
    this.order = order;
    bounds = new double[capacities.length];
    leastBounds = new double[capacities.length];
    shares = new double[capacities.length];
    isGate = new boolean[capacities.length];
    seenBy = new int[capacities.length];
  }

  /** Bounds the links by the flows of these paths. */
  void bound(int[] pathOfFlow, int count) {
    Arrays.fill(isGate, false);
    Arrays.fill(leastBounds, Double.POSITIVE_INFINITY);
    boundBy(pathOfFlow, count, true);
    boundBy(pathOfFlow, count, false);
  }

  /** Whether a link can be more than full, or hold a flow and be the one that is named. */
  boolean canBind(int link) {
    double most = order.isBetweenSwitches(link) ? 1 + TOLERANCE : 1 - Holders.TOLERANCE;
    return isGate[link] || leastBounds[link] > capacities[link] * most;
  }

  private void boundBy(int[] pathOfFlow, int count, boolean entry) {
    Arrays.fill(bounds, 0);
    Arrays.fill(seenBy, -1);
    spreadSeenBy = new int[paths.spreads()];
    Arrays.fill(spreadSeenBy, -1);
    int[] byGate = new int[capacities.length + 1];
    for (int flow = 0; flow < count; flow++) {
      byGate[gate(pathOfFlow[flow], entry) + 1]++;
    }
    for (int link = 0; link < capacities.length; link++) {
      byGate[link + 1] += byGate[link];
    }
    int[] sorted = new int[count];
    int[] next = byGate.clone();
    for (int flow = 0; flow < count; flow++) {
      sorted[next[gate(pathOfFlow[flow], entry)]++] = pathOfFlow[flow];
    }
    for (int gate = 0; gate < capacities.length; gate++) {
      for (int i = byGate[gate]; i < byGate[gate + 1]; i++) {
        add(sorted[i], gateHop(sorted[i], entry), gate);
      }
    }
    for (int link = 0; link < capacities.length; link++) {
      isGate[link] |= byGate[link] < byGate[link + 1];
      leastBounds[link] = Math.min(leastBounds[link], bounds[link]);
    }
  }

  private int gate(int path, boolean entry) {
    return paths.link(path, gateHop(path, entry));
  }

  /** The first link, or the last before a spread. */
  private int gateHop(int path, boolean entry) {
    return entry ? 0 : Math.max(1, paths.ownHops(path)) - 1;
  }

  private void add(int path, int gateHop, int gate) {
    double gateShare = paths.share(path, gateHop);
    for (int hop = 0; hop < paths.ownHops(path); hop++) {
      add(paths.link(path, hop), paths.share(path, hop) / gateShare, gate);
    }
    int spread = paths.spread(path);
    if (spread != Paths.NO_SPREAD && (spreadSeenBy[spread] != gate || gateShare != 1)) {
      spreadSeenBy[spread] = gate;
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        add(paths.spreadLink(hop), paths.spreadShare(hop) / gateShare, gate);
      }
    }
  }

  private void add(int link, double share, int gate) {
    double before = seenBy[link] == gate ? shares[link] : 0;
    if (share > before) {
      bounds[link] += capacities[gate] * (share - before);
      shares[link] = share;
    }
    seenBy[link] = gate;
  }
}
