package weft.sim.flow.maxmin;

import java.util.Arrays;

/** Which link holds a flow, as dull as can be: every link is added up for every flow. */
final class DullHolders {

  private static final double NEAR = 1e-9;

  private DullHolders() {}

  /** The lowest number of a link that holds a flow; {@link MaxMinSolver#CAPPED} if its cap does. */
  static int first(MaxMinSystem system, double[] rates, int flow) {
    if (Double.isFinite(system.cap(flow)) && rates[flow] >= system.cap(flow) * (1 - NEAR)) {
      return MaxMinSolver.CAPPED;
    }
    int end = system.firstHops()[flow + 1];
    return Arrays.stream(system.hops(), system.firstHops()[flow], end)
        .filter(link -> holds(system, rates, flow, link))
        .min()
        .orElse(MaxMinSolver.NO_BOTTLENECK);
  }

  private static boolean holds(MaxMinSystem system, double[] rates, int flow, int link) {
    double load = 0;
    double highest = 0;
    for (int other = 0; other < system.flows(); other++) {
      for (int hop = system.firstHops()[other]; hop < system.firstHops()[other + 1]; hop++) {
        if (system.hops()[hop] == link && system.priority(other) <= system.priority(flow)) {
          load += rates[other] * system.share(hop);
          if (system.priority(other) == system.priority(flow)) {
            highest = Math.max(highest, rates[other] / system.weight(other));
          }
        }
      }
    }
    return load >= system.capacity(link) * (1 - NEAR)
        && rates[flow] / system.weight(flow) >= highest * (1 - NEAR);
  }
}
