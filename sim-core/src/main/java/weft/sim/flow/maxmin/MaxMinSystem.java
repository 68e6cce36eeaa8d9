package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * What a {@link MaxMinSolver} solves: flows, links, and what each flow puts on each of its links.
 *
 * <p>Flow <i>f</i> at rate <i>x</i> puts <i>a x</i> on each link of its row, where <i>a</i> is its
 * share there: 1 for all of it, 1/32 where it is sprayed over 32 equal links, 128 if it stands for
 * that many interchangeable flows. It has a weight, a cap of its rate, and a priority.
 *
 * <pre>
 *   system.clear(2);                 // two links
 *   system.capacity(0, 400e9);
 *   system.capacity(1, 400e9);
 *   system.addFlow();                // the next flow; weight 1, no cap, priority 0
 *   system.addHop(0);                // goes over link 0
 *   system.addHop(1, 0.5);           // and puts half of its rate on link 1
 * </pre>
 *
 * <p>Meant to be filled again and again: the arrays only grow. Weights, caps, priorities and shares
 * take memory and time only from the first that is not the default. Nothing is checked on the way
 * in; {@link #check()} does it for a whole system. Not thread-safe.
 */
public final class MaxMinSystem {

  private int linkCount;
  private double[] capacities = new double[0];

  private int flowCount;
  private int[] firstHops = new int[1];
  private int[] hops = new int[0];

  private boolean weighted;
  private double[] weights = new double[0];
  private boolean capped;
  private double[] caps = new double[0];
  private boolean prioritised;
  private int[] priorities = new int[0];
  private boolean shared;
  private double[] shares = new double[0];

  /**
   * Starts a new system without flows.
   *
   * @param links number of its links, whose capacities are 0 until {@link #capacity(int, double)}
   */
  public void clear(int links) {
    linkCount = links;
    capacities = DoubleArrays.grow(capacities, links, 0);
    Arrays.fill(capacities, 0, links, 0);
    flowCount = 0;
    weighted = false;
    capped = false;
    prioritised = false;
    shared = false;
  }

  /** Sets what a link carries, in any unit of rate, the same for all links and caps. */
  public void capacity(int link, double capacity) {
    capacities[link] = capacity;
  }

  /** Adds a flow with weight 1, no cap and priority 0; the calls of addHop that follow are its. */
  public void addFlow() {
    addFlow(1, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * Adds a flow; the calls of addHop that follow are its.
   *
   * @param weight how fast its rate rises, relative to others
   * @param cap what its rate does not exceed, in the unit of capacities; infinite for none
   * @param priority flows of a lower number come first and leave the rest to the others
   */
  public void addFlow(double weight, double cap, int priority) {
    int flow = flowCount++;
    firstHops = IntArrays.grow(firstHops, flow + 2, flow + 1);
    firstHops[flow + 1] = firstHops[flow];
    if (weighted || weight != 1) {
      weights = DoubleArrays.grow(weights, flow + 1, weighted ? flow : 0);
      if (!weighted) {
        Arrays.fill(weights, 0, flow, 1);
        weighted = true;
      }
      weights[flow] = weight;
    }
    if (capped || cap != Double.POSITIVE_INFINITY) {
      caps = DoubleArrays.grow(caps, flow + 1, capped ? flow : 0);
      if (!capped) {
        Arrays.fill(caps, 0, flow, Double.POSITIVE_INFINITY);
        capped = true;
      }
      caps[flow] = cap;
    }
    if (prioritised || priority != 0) {
      priorities = IntArrays.grow(priorities, flow + 1, prioritised ? flow : 0);
      if (!prioritised) {
        Arrays.fill(priorities, 0, flow, 0);
        prioritised = true;
      }
      priorities[flow] = priority;
    }
  }

  /** Adds a link that all of the flow goes over. */
  public void addHop(int link) {
    addHop(link, 1);
  }

  /**
   * Adds a link to the flow added last.
   *
   * @param link the link; at most once in a flow
   * @param share what the flow puts on the link, relative to its rate
   */
  public void addHop(int link, double share) {
    if (flowCount == 0) {
      throw new IllegalStateException("link " + link + ": there is no flow to add it to");
    }
    int hop = firstHops[flowCount]++;
    if (hop == hops.length) {
      hops = IntArrays.grow(hops, hop + 1, hop);
    }
    hops[hop] = link;
    if (shared || share != 1) {
      shares = DoubleArrays.grow(shares, hop + 1, shared ? hop : 0);
      if (!shared) {
        Arrays.fill(shares, 0, hop, 1);
        shared = true;
      }
      shares[hop] = share;
    }
  }

  /**
   * Refuses what has no solution: a capacity, weight, share or cap that is zero, negative, not a
   * number or (other than a cap) infinite; an unknown link; a link twice in a flow; figures so far
   * apart that sums or quotients leave the range of a double.
   *
   * @throws IllegalArgumentException naming flow and link by number
   */
  public void check() {
    SystemCheck.check(this);
  }

  /** Number of links. */
  public int links() {
    return linkCount;
  }

  /** Number of flows. */
  public int flows() {
    return flowCount;
  }

  /** Whether all weights and shares are 1, no flow has a cap, and all are of one class. */
  boolean uniform() {
    return !weighted && !capped && !prioritised && !shared;
  }

  double capacity(int link) {
    return capacities[link];
  }

  /** Where each flow's row begins; its end is where the next begins. */
  int[] firstHops() {
    return firstHops;
  }

  int[] hops() {
    return hops;
  }

  double weight(int flow) {
    return weighted ? weights[flow] : 1;
  }

  double cap(int flow) {
    return capped ? caps[flow] : Double.POSITIVE_INFINITY;
  }

  int priority(int flow) {
    return prioritised ? priorities[flow] : 0;
  }

  double share(int hop) {
    return shared ? shares[hop] : 1;
  }

  boolean capped() {
    return capped;
  }

  boolean prioritised() {
    return prioritised;
  }
}
