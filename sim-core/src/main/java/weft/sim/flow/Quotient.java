package weft.sim.flow;

import java.util.Arrays;
import weft.sim.flow.maxmin.Holders;
import weft.sim.flow.maxmin.MaxMinSolver;
import weft.sim.flow.maxmin.MaxMinSystem;

/**
 * Classes of interchangeable flows over classes of interchangeable links, as a system of one flow
 * and one link each: what a class puts on a link is what all of its members on that link do.
 */
final class Quotient {

  private final FlowClasses partition;

  /** Classes of links that each class of flows crosses, and what it puts on one of them. */
  private final int[] firstHops;

  private final int[] hopClasses;
  private final double[] hopShares;

  private final boolean[] isAlive;
  private int alive;
  private final double[] capacities;
  private final MaxMinSystem system = new MaxMinSystem();
  private final MaxMinSolver solver = new MaxMinSolver();
  private final int[] solved;
  private final double[] rates;
  private final int[] bottlenecks;
  private final Holders holders = new Holders();

  /** For each hop of each class, whether its links have held the class since {@link #hold}. */
  private final boolean[] isHeldBy;

  /**
   * The quotient by a partition.
   *
   * @param ofLinks capacities by link of the fabric
   */
  Quotient(FlowClasses partition, double[] ofLinks) {
    this.partition = partition;
    int classes = partition.classes();
    capacities = new double[partition.linkClasses()];
    Arrays.setAll(capacities, linkClass -> ofLinks[partition.linkOf(linkClass)]);
    firstHops = new int[classes + 1];
    for (int each = 0; each < classes; each++) {
      firstHops[each + 1] = firstHops[each] + partition.hops(each).length;
    }
    hopClasses = new int[firstHops[classes]];
    hopShares = new double[firstHops[classes]];
    for (int each = 0; each < classes; each++) {
      int[] hops = partition.hops(each);
      System.arraycopy(hops, 0, hopClasses, firstHops[each], hops.length);
      System.arraycopy(partition.shares(each), 0, hopShares, firstHops[each], hops.length);
    }
    isHeldBy = new boolean[hopClasses.length];
    isAlive = new boolean[classes];
    Arrays.fill(isAlive, true);
    alive = classes;
    solved = new int[classes];
    rates = new double[classes];
    bottlenecks = new int[classes];
  }

  /** Number of classes of flows. */
  int classes() {
    return isAlive.length;
  }

  /** How many of them have not ended. */
  int alive() {
    return alive;
  }

  boolean isAlive(int each) {
    return isAlive[each];
  }

  /** A class has ended. */
  void end(int each) {
    isAlive[each] = false;
    alive--;
  }

  /** Where the members of a class begin in {@link #member}; they end where those of the next do. */
  int begin(int each) {
    return partition.begin(each);
  }

  /** The number of a flow, ascending in a class. */
  int member(int place) {
    return partition.member(place);
  }

  /** Number of classes of links. */
  int linkClasses() {
    return partition.linkClasses();
  }

  /** The class of a link of the fabric; −1 if it cannot bind or has no flows. */
  int classOfLink(int link) {
    return partition.classOfLink(link);
  }

  /** Works out the rates of what is alive; members of a class share alike. */
  void solve(Sharings sharings) {
    system.clear(capacities.length);
    for (int link = 0; link < capacities.length; link++) {
      system.capacity(link, capacities[link]);
    }
    int count = 0;
    for (int each = 0; each < isAlive.length; each++) {
      if (isAlive[each]) {
        solved[count++] = each;
        sharings.addTo(system, member(begin(each)));
        for (int hop = firstHops[each]; hop < firstHops[each + 1]; hop++) {
          system.addHop(hopClasses[hop], hopShares[hop]);
        }
      }
    }
    solver.solve(system, rates, bottlenecks);
    holders.find(system, rates);
    holders.name(system, rates, bottlenecks, link -> link);
  }

  /** A class that was solved, {@code 0 … alive − 1}. */
  int solved(int index) {
    return solved[index];
  }

  /** Its members' rate. */
  double rate(int index) {
    return rates[index];
  }

  /** A class of links that holds each of them, or what a solver says instead. */
  int bottleneck(int index) {
    return bottlenecks[index];
  }

  /** Whether a class is held by other links than since {@link #hold}. */
  boolean isHeldByOthers(int index) {
    int first = firstHops[solved[index]];
    int end = firstHops[solved[index] + 1];
    int hop = first;
    while (hop < end && isHeldBy[hop] == holders.holds(system, index, hop - first)) {
      hop++;
    }
    return hop < end;
  }

  /** A class is held from now on by the links of the solution. */
  void hold(int index) {
    int first = firstHops[solved[index]];
    for (int hop = first; hop < firstHops[solved[index] + 1]; hop++) {
      isHeldBy[hop] = holders.holds(system, index, hop - first);
    }
  }

  /** Whether links of a class hold the members of a class of flows. */
  boolean isHeldBy(int each, int linkClass) {
    int hop = firstHops[each];
    int end = firstHops[each + 1];
    while (hop < end && hopClasses[hop] != linkClass) {
      hop++;
    }
    return hop < end && isHeldBy[hop];
  }
}
