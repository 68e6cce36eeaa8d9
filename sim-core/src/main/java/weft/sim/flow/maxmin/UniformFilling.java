package weft.sim.flow.maxmin;

/**
 * Whole systems where all weights and shares are 1, and nothing is capped.
 *
 * <p>A link of one flow that crosses another link which carries no more is full only after that one
 * is. Such links, most of all where traffic is sparse, are left out.
 */
final class UniformFilling {

  private final LinkRows rows;
  private final RowFilling filling = new RowFilling();

  UniformFilling(LinkRows rows) {
    this.rows = rows;
  }

  void solve(MaxMinSystem system, double[] rates, int[] bottlenecks) {
    int flows = system.flows();
    int links = system.links();
    filling.clear(links, flows, system.firstHops()[flows]);
    rows.index(system, filling.rows());
    for (int link = 0; link < links; link++) {
      int begin = rows.first(link);
      int end = rows.end(link);
      if (end - begin != 1 || !isLeftOut(system, link, filling.rows()[begin])) {
        filling.add(link, system.capacity(link), begin, end);
      }
    }
    filling.solve();
    for (int flow = 0; flow < flows; flow++) {
      int step = filling.step(flow);
      rates[flow] = step == 0 ? Double.POSITIVE_INFINITY : filling.rate(step);
      bottlenecks[flow] = filling.bottleneck(step);
    }
  }

  /** Of two links that have one flow and are equal, the second is left out. */
  private boolean isLeftOut(MaxMinSystem system, int link, int flow) {
    double capacity = system.capacity(link);
    int end = system.firstHops()[flow + 1];
    for (int hop = system.firstHops()[flow]; hop < end; hop++) {
      int other = system.hops()[hop];
      double most = system.capacity(other);
      boolean isFirst = other < link || rows.end(other) - rows.first(other) > 1;
      if (most < capacity || (most == capacity && isFirst && other != link)) {
        return true;
      }
    }
    return false;
  }
}
