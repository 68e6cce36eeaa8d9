package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.booleans.BooleanArrays;
import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Which link holds each flow of a system that has been solved. A link does that if it is full of
 * flows of its priority and those before, and no flow of its priority on it has a higher level (its
 * rate over its weight): then the flow could get more only from one that has no more. Mostly one
 * link does, and a solver names that; where several do, which one it found first is chance, and the
 * first in a given order is named here instead. A flow that has reached its cap is held by that.
 *
 * <p>An instance keeps its scratch arrays from call to call. Not thread-safe.
 */
public final class Holders {

  /** What differs by less than this part, by rounding, does not differ. */
  public static final double TOLERANCE = 1e-9;

  private static final double ALMOST = 1 - TOLERANCE;

  private double[] loads = new double[0];

  /** The highest level of the flows of one priority on each link. */
  private double[] highest = new double[0];

  private boolean[] holds = new boolean[0];

  /** Finds the hops of a system's flows whose links hold them. */
  public void find(MaxMinSystem system, double[] rates) {
    int links = system.links();
    loads = DoubleArrays.grow(loads, links, 0);
    highest = DoubleArrays.grow(highest, links, 0);
    // As much room as the system has, so that it grows only together with that.
    holds = BooleanArrays.ensureCapacity(holds, system.hops().length, 0);
    Arrays.fill(loads, 0, links, 0);
    long priority = next(system, Long.MIN_VALUE);
    while (priority != Long.MAX_VALUE) {
      Arrays.fill(highest, 0, links, 0);
      load(system, rates, priority);
      compare(system, rates, priority);
      priority = next(system, priority);
    }
  }

  /** The next higher priority number that a flow has. */
  private static long next(MaxMinSystem system, long after) {
    if (!system.prioritised()) {
      return after == Long.MIN_VALUE ? 0 : Long.MAX_VALUE;
    }
    long next = Long.MAX_VALUE;
    for (int flow = 0; flow < system.flows(); flow++) {
      int priority = system.priority(flow);
      next = priority > after ? Math.min(next, priority) : next;
    }
    return next;
  }

  private void load(MaxMinSystem system, double[] rates, long priority) {
    for (int flow = 0; flow < system.flows(); flow++) {
      if (system.priority(flow) == priority) {
        double level = rates[flow] / system.weight(flow);
        int end = system.firstHops()[flow + 1];
        for (int hop = system.firstHops()[flow]; hop < end; hop++) {
          int link = system.hops()[hop];
          loads[link] += rates[flow] * system.share(hop);
          highest[link] = Math.max(highest[link], level);
        }
      }
    }
  }

  private void compare(MaxMinSystem system, double[] rates, long priority) {
    for (int flow = 0; flow < system.flows(); flow++) {
      if (system.priority(flow) == priority) {
        double level = rates[flow] / system.weight(flow);
        int end = system.firstHops()[flow + 1];
        for (int hop = system.firstHops()[flow]; hop < end; hop++) {
          int link = system.hops()[hop];
          holds[hop] =
              level >= ALMOST * highest[link] && loads[link] >= ALMOST * system.capacity(link);
        }
      }
    }
  }

  /** Whether the link of a hop holds its flow; flows and hops are counted as they were added. */
  public boolean holds(MaxMinSystem system, int flow, int hop) {
    return holds[system.firstHops()[flow] + hop];
  }

  /**
   * Names the first of the links that hold each flow.
   *
   * @param bottlenecks what the solver has named; out: what is said instead
   * @param places of links in the order that decides
   */
  public void name(
      MaxMinSystem system, double[] rates, int[] bottlenecks, IntUnaryOperator places) {
    for (int flow = 0; flow < system.flows(); flow++) {
      if (system.cap(flow) != Double.POSITIVE_INFINITY
          && rates[flow] >= ALMOST * system.cap(flow)) {
        bottlenecks[flow] = MaxMinSolver.CAPPED;
        continue;
      }
      int least = Integer.MAX_VALUE;
      int end = system.firstHops()[flow + 1];
      for (int hop = system.firstHops()[flow]; hop < end; hop++) {
        if (holds[hop]) {
          int place = places.applyAsInt(system.hops()[hop]);
          if (place < least) {
            least = place;
            bottlenecks[flow] = system.hops()[hop];
          }
        }
      }
    }
  }
}
