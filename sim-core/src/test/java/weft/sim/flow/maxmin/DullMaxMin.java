package weft.sim.flow.maxmin;

import java.util.Arrays;

/**
 * Max-min fair rates with weights, caps, shares and priorities, as dull as can be: in each round
 * everything is computed from scratch, the least level is found by looking at every link and every
 * cap, and what it holds is frozen.
 */
final class DullMaxMin {

  private final MaxMinSystem system;
  private final double[] rates;
  private final boolean[] frozen;

  private DullMaxMin(MaxMinSystem system) {
    this.system = system;
    rates = new double[system.flows()];
    frozen = new boolean[system.flows()];
  }

  static double[] rates(MaxMinSystem system) {
    DullMaxMin dull = new DullMaxMin(system);
    double[] left = new double[system.links()];
    Arrays.setAll(left, system::capacity);
    for (int priority = -2; priority < 5; priority++) {
      while (dull.freezeNext(priority, left)) {}
      for (int link = 0; link < left.length; link++) {
        double rest = system.capacity(link) - dull.load(link, priority);
        left[link] = rest <= 1e-12 * system.capacity(link) ? 0 : rest;
      }
    }
    return dull.rates;
  }

  private boolean freezeNext(int priority, double[] left) {
    double least = Double.POSITIVE_INFINITY;
    int fullest = -1;
    for (int link = 0; link < left.length; link++) {
      double level = level(link, priority, left[link]);
      if (level < least) {
        least = level;
        fullest = link;
      }
    }
    int first = -1;
    for (int flow = 0; flow < rates.length; flow++) {
      if (system.priority(flow) == priority && !frozen[flow]) {
        double level = system.cap(flow) / system.weight(flow);
        if (first < 0 || level < least) {
          if (level < least) {
            least = level;
            fullest = -1;
          }
          first = flow;
        }
      }
    }
    if (first < 0) {
      return false;
    }
    for (int flow = 0; flow < rates.length; flow++) {
      if (system.priority(flow) == priority && !frozen[flow]) {
        if (fullest >= 0 ? share(flow, fullest) > 0 : flow == first) {
          frozen[flow] = true;
          rates[flow] = fullest >= 0 ? least * system.weight(flow) : system.cap(flow);
        }
      }
    }
    return true;
  }

  /** Of the flows that are not frozen: what is left by the class, over what they ask for. */
  private double level(int link, int priority, double left) {
    double used = 0;
    double demand = 0;
    for (int flow = 0; flow < rates.length; flow++) {
      if (system.priority(flow) == priority) {
        used += frozen[flow] ? share(flow, link) * rates[flow] : 0;
        demand += frozen[flow] ? 0 : share(flow, link) * system.weight(flow);
      }
    }
    return demand == 0 ? Double.POSITIVE_INFINITY : Math.max(0, left - used) / demand;
  }

  private double load(int link, int lastPriority) {
    double load = 0;
    for (int flow = 0; flow < rates.length; flow++) {
      double share = share(flow, link);
      load += share > 0 && system.priority(flow) <= lastPriority ? share * rates[flow] : 0;
    }
    return load;
  }

  private double share(int flow, int link) {
    for (int hop = system.firstHops()[flow]; hop < system.firstHops()[flow + 1]; hop++) {
      if (system.hops()[hop] == link) {
        return system.share(hop);
      }
    }
    return 0;
  }
}
