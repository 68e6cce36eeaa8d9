package weft.sim.flow.maxmin;

import java.util.Arrays;

/**
 * Max-min fair rates by progressive filling (Bertsekas and Gallager, Data Networks, 2nd edition,
 * section 6.5.2).
 *
 * <p>Given flows <i>f</i>, each over a set of links, and capacities <i>C</i>, the rates <i>x</i>
 * are the unique ones with Σ<sub>f over l</sub> x<sub>f</sub> ≤ C<sub>l</sub> for every link such
 * that no rate can grow without shrinking one that is not larger. All rates rise together until
 * some link is full; its flows are frozen at their share, and the rest goes on.
 *
 * <p>The next link to fill is the one with the least fair share, (capacity left) / (flows not
 * frozen). Freezing flows of the fullest link can only raise the share of the others. So a binary
 * heap with stale keys suffices: a link whose share has risen since it was pushed is pushed back
 * when it comes up. The cost is O(hops × log links).
 *
 * <p>An instance keeps its scratch arrays from call to call, so a solve allocates nothing once they
 * are large enough. Not thread-safe.
 */
public final class MaxMinSolver {

  private int[] firstFlows = new int[1];
  private int[] flowsOfLinks = new int[0];
  private double[] left = new double[0];
  private int[] unfrozen = new int[0];
  private double[] heapShares = new double[0];
  private int[] heapLinks = new int[0];
  private int heapSize;
  private boolean[] frozen = new boolean[0];

  /**
   * Solves one system.
   *
   * @param flows number of flows
   * @param firstHops where each flow's row in {@code hops} starts; {@code flows + 1} entries
   * @param hops link numbers, a row for each flow; a link at most once in a row
   * @param links number of links
   * @param capacities of the links, in any unit of rate; at least 0
   * @param rates out: the rate of each flow in the same unit; infinite for a flow without links
   * @param bottlenecks out: the link at which each flow was frozen; −1 for a flow without links
   */
  public void solve(
      int flows,
      int[] firstHops,
      int[] hops,
      int links,
      double[] capacities,
      double[] rates,
      int[] bottlenecks) {
    reserve(flows, links, firstHops[flows]);
    index(flows, firstHops, hops, links);
    Arrays.fill(frozen, 0, flows, false);
    Arrays.fill(rates, 0, flows, Double.POSITIVE_INFINITY);
    Arrays.fill(bottlenecks, 0, flows, -1);
    fillHeap(links, capacities);
    while (heapSize > 0) {
      double share = heapShares[0];
      int link = heapLinks[0];
      if (unfrozen[link] == 0) {
        pop();
        continue;
      }
      double current = share(link);
      if (current > share) {
        siftDown(0, current, link);
        continue;
      }
      pop();
      for (int i = firstFlows[link]; i < firstFlows[link + 1]; i++) {
        int flow = flowsOfLinks[i];
        if (!frozen[flow]) {
          freeze(flow, current, link, firstHops, hops, rates, bottlenecks);
        }
      }
    }
  }

  private void freeze(
      int flow,
      double share,
      int bottleneck,
      int[] firstHops,
      int[] hops,
      double[] rates,
      int[] bottlenecks) {
    frozen[flow] = true;
    rates[flow] = share;
    bottlenecks[flow] = bottleneck;
    for (int hop = firstHops[flow]; hop < firstHops[flow + 1]; hop++) {
      int link = hops[hop];
      left[link] -= share;
      unfrozen[link]--;
    }
  }

  /** Rounding may leave a hair less than nothing. */
  private double share(int link) {
    return Math.max(0, left[link]) / unfrozen[link];
  }

  /** Builds the rows of flows by link: a counting sort of the hops, stable in the flow number. */
  private void index(int flows, int[] firstHops, int[] hops, int links) {
    Arrays.fill(unfrozen, 0, links, 0);
    int end = firstHops[flows];
    for (int hop = 0; hop < end; hop++) {
      unfrozen[hops[hop]]++;
    }
    firstFlows[0] = 0;
    for (int link = 0; link < links; link++) {
      firstFlows[link + 1] = firstFlows[link] + unfrozen[link];
    }
    for (int flow = flows - 1; flow >= 0; flow--) {
      for (int hop = firstHops[flow]; hop < firstHops[flow + 1]; hop++) {
        int link = hops[hop];
        flowsOfLinks[firstFlows[link] + --unfrozen[link]] = flow;
      }
    }
    for (int link = 0; link < links; link++) {
      unfrozen[link] = firstFlows[link + 1] - firstFlows[link];
    }
  }

  private void fillHeap(int links, double[] capacities) {
    heapSize = 0;
    for (int link = 0; link < links; link++) {
      left[link] = capacities[link];
      if (unfrozen[link] > 0) {
        heapLinks[heapSize] = link;
        heapShares[heapSize++] = share(link);
      }
    }
    for (int place = heapSize / 2 - 1; place >= 0; place--) {
      siftDown(place, heapShares[place], heapLinks[place]);
    }
  }

  private void pop() {
    heapSize--;
    if (heapSize > 0) {
      siftDown(0, heapShares[heapSize], heapLinks[heapSize]);
    }
  }

  /** Equal shares come up in the order of link numbers, so that the result is the same always. */
  private void siftDown(int from, double share, int link) {
    int place = from;
    while (true) {
      int child = 2 * place + 1;
      if (child >= heapSize) {
        break;
      }
      if (child + 1 < heapSize && before(heapShares[child + 1], heapLinks[child + 1], child)) {
        child++;
      }
      if (before(share, link, child)) {
        break;
      }
      heapShares[place] = heapShares[child];
      heapLinks[place] = heapLinks[child];
      place = child;
    }
    heapShares[place] = share;
    heapLinks[place] = link;
  }

  private boolean before(double share, int link, int place) {
    return share < heapShares[place] || (share == heapShares[place] && link < heapLinks[place]);
  }

  private void reserve(int flows, int links, int hops) {
    if (frozen.length < flows) {
      frozen = new boolean[grown(flows)];
    }
    if (flowsOfLinks.length < hops) {
      flowsOfLinks = new int[grown(hops)];
    }
    if (left.length < links) {
      int size = grown(links);
      left = new double[size];
      unfrozen = new int[size];
      heapShares = new double[size];
      heapLinks = new int[size];
      firstFlows = new int[size + 1];
    }
  }

  private static int grown(int size) {
    return Math.max(16, size + size / 2);
  }
}
