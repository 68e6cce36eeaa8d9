package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
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

  private static final int NOBODY = -2;
  private static final int NOTHING = Paths.NO_SPREAD;
  private static final int WHOLE = -2;

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

  /** Of each flow that brings anything its gate and that, and the same sorted by gates. */
  private int[] gates = new int[0];

  private int[] brought = new int[0];
  private int[] sorted = new int[0];
  private int[] spreadSeenBy = new int[0];

  /** The spreads of a gate, of which so many are those of the gate before as well. */
  private int[] spreads = new int[0];

  private int spreadCount;
  private int knownCount;

  /** The spreads of gates that have the same, the last of them, and what they carry together. */
  private int[] alike = new int[0];

  private int alikeCount;
  private int lastGate;
  private double alikeCapacity;

  /** The largest share of these on each link, and in which round that was found. */
  private final double[] spreadShares;

  private final int[] spreadRounds;
  private int round;

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
    spreadShares = new double[capacities.length];
    spreadRounds = new int[capacities.length];
  }

  /** Bounds the links by the flows of these paths. */
  void bound(int[] pathOfFlow, int count) {
    Arrays.fill(isGate, false);
    Arrays.fill(leastBounds, Double.POSITIVE_INFINITY);
    gates = IntArrays.grow(gates, count, 0);
    brought = IntArrays.grow(brought, count, 0);
    sorted = IntArrays.grow(sorted, count, 0);
    boundBy(pathOfFlow, count, true);
    boundBy(pathOfFlow, count, false);
  }

  /** Which spreads have a link that can bind. */
  boolean[] bindingSpreads() {
    boolean[] binds = new boolean[paths.spreads()];
    for (int spread = 0; spread < binds.length; spread++) {
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        binds[spread] |= canBind(paths.spreadLink(hop));
      }
    }
    return binds;
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
    int bringing = 0;
    for (int flow = 0; flow < count; flow++) {
      int path = pathOfFlow[flow];
      int gate = paths.link(path, gateHop(path, entry));
      isGate[gate] = true;
      int brings = brings(path);
      if (brings != NOTHING) {
        byGate[gate + 1]++;
        gates[bringing] = gate;
        brought[bringing++] = brings;
      }
    }
    for (int link = 0; link < capacities.length; link++) {
      byGate[link + 1] += byGate[link];
    }
    int[] next = byGate.clone();
    for (int i = 0; i < bringing; i++) {
      sorted[next[gates[i]]++] = brought[i];
    }
    alikeCount = 0;
    lastGate = NOBODY;
    for (int gate = 0; gate < capacities.length; gate++) {
      spreadCount = 0;
      knownCount = 0;
      for (int i = byGate[gate]; i < byGate[gate + 1]; i++) {
        if (sorted[i] >= 0) {
          addSpread(sorted[i], gate);
        } else {
          int path = WHOLE - sorted[i];
          add(path, gateHop(path, entry), gate);
        }
      }
      if (spreadCount > 0) {
        addSpreads(gate);
      }
    }
    addAlike();
    for (int link = 0; link < capacities.length; link++) {
      leastBounds[link] = Math.min(leastBounds[link], bounds[link]);
    }
  }

  /**
   * What a path brings to links that are no gates: mostly a spread, if anything; else {@link
   * #WHOLE} less the path, of which more than that has to be looked at.
   */
  private int brings(int path) {
    int own = paths.ownHops(path);
    boolean hasGatesOnly =
        own > 0 && own <= 2 && paths.share(path, 0) == 1 && paths.share(path, own - 1) == 1;
    return hasGatesOnly ? paths.spread(path) : WHOLE - path;
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
    if (spread == Paths.NO_SPREAD) {
      return;
    }
    if (gateShare != 1) {
      for (int hop = paths.firstSpreadHop(spread); hop < paths.endSpreadHop(spread); hop++) {
        add(paths.spreadLink(hop), paths.spreadShare(hop) / gateShare, gate);
      }
    } else {
      addSpread(spread, gate);
    }
  }

  private void addSpread(int spread, int gate) {
    if (spreadSeenBy[spread] != gate) {
      knownCount += spreadSeenBy[spread] == lastGate ? 1 : 0;
      spreadSeenBy[spread] = gate;
      spreads = IntArrays.grow(spreads, spreadCount + 1, spreadCount);
      spreads[spreadCount++] = spread;
    }
  }

  /** Gates next to each other mostly have the same spreads: they are added as one. */
  private void addSpreads(int gate) {
    if (alikeCount != spreadCount || knownCount != spreadCount) {
      addAlike();
      int[] before = alike;
      alike = spreads;
      spreads = before;
      alikeCount = spreadCount;
      alikeCapacity = 0;
    }
    alikeCapacity += capacities[gate];
    lastGate = gate;
  }

  private void addAlike() {
    round++;
    for (int i = 0; i < alikeCount; i++) {
      int end = paths.endSpreadHop(alike[i]);
      for (int hop = paths.firstSpreadHop(alike[i]); hop < end; hop++) {
        int link = paths.spreadLink(hop);
        double share = paths.spreadShare(hop);
        double before = spreadRounds[link] == round ? spreadShares[link] : 0;
        if (share > before) {
          bounds[link] += alikeCapacity * (share - before);
          spreadShares[link] = share;
          spreadRounds[link] = round;
        }
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
