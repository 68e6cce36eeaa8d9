package weft.sim.flow.maxmin;

import java.util.Arrays;

/** What must hold for a system to have a solution in doubles. */
final class SystemCheck {

  private final MaxMinSystem system;

  /** The flow that was last seen on a link. */
  private final int[] seenBy;

  /** Σ share × weight of each link. */
  private final double[] sums;

  private SystemCheck(MaxMinSystem system) {
    this.system = system;
    seenBy = new int[system.links()];
    Arrays.fill(seenBy, -1);
    sums = new double[system.links()];
  }

  static void check(MaxMinSystem system) {
    SystemCheck check = new SystemCheck(system);
    for (int link = 0; link < system.links(); link++) {
      positive(system.capacity(link), "link " + link, "capacity");
    }
    for (int flow = 0; flow < system.flows(); flow++) {
      check.flow(flow);
    }
    for (int link = 0; link < system.links(); link++) {
      check.levels(link);
    }
  }

  private void flow(int flow) {
    String name = "flow " + flow;
    double weight = system.weight(flow);
    positive(weight, name, "weight");
    double cap = system.cap(flow);
    if (cap != Double.POSITIVE_INFINITY) {
      positive(cap, name, "cap");
      inRange(cap / weight, name, "cap / weight");
    }
    for (int hop = system.firstHops()[flow]; hop < system.firstHops()[flow + 1]; hop++) {
      int link = system.hops()[hop];
      hop(name + ", link " + link, flow, link, system.share(hop), weight);
    }
  }

  private void hop(String name, int flow, int link, double share, double weight) {
    if (link < 0 || link >= system.links()) {
      throw new IllegalArgumentException(
          name + ": there is no such link. Maybe one of 0 to " + (system.links() - 1) + "?");
    }
    if (seenBy[link] == flow) {
      throw new IllegalArgumentException(
          name + ": the link is in the flow twice. Maybe a loop in its path?");
    }
    seenBy[link] = flow;
    positive(share, name, "share");
    inRange(share * weight, name, "share × weight");
    inRange(system.capacity(link) / share, name, "capacity / share");
    inRange(system.capacity(link) / (share * weight), name, "capacity / (share × weight)");
    sums[link] += share * weight;
    if (Double.isInfinite(sums[link])) {
      throw new IllegalArgumentException(
          name + ": the shares of the link's flows, times their weights, overflow with this flow");
    }
  }

  /** The level at which a link fills is lowest while all of its flows share it. */
  private void levels(int link) {
    if (sums[link] > 0) {
      inRange(system.capacity(link) / sums[link], "link " + link, "capacity / Σ share × weight");
    }
  }

  private static void positive(double value, String name, String what) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": " + what + " is " + value + ". Maybe a positive, finite number?");
    }
  }

  private static void inRange(double value, String name, String what) {
    if (!(value >= Double.MIN_NORMAL && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + ": " + what + " is " + value + ", beyond what a double holds");
    }
  }
}
