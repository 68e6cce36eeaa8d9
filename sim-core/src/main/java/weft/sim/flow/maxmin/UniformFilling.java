package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;

/** Progressive filling where all weights and shares are 1, and nothing is capped. */
final class UniformFilling {

  private final LinkRows rows;
  private final RadixHeap heap;
  private final Frozen frozen;

  /** What is left of a link for its flows that are not frozen, and what was lost in rounding it. */
  private double[] left = new double[0];

  private double[] lost = new double[0];
  private int[] unfrozen = new int[0];
  private int[] gathered = new int[0];

  UniformFilling(LinkRows rows, RadixHeap heap, Frozen frozen) {
    this.rows = rows;
    this.heap = heap;
    this.frozen = frozen;
  }

  void solve(MaxMinSystem system, double[] rates, int[] bottlenecks) {
    prepare(system);
    freeFlows(system, rates, bottlenecks);
    int[] firstHops = system.firstHops();
    int[] hops = system.hops();
    for (int count = heap.takeLeast(); count > 0; count = heap.takeLeast()) {
      double least = heap.key();
      for (int i = 0; i < count; i++) {
        int link = heap.taken(i);
        if (unfrozen[link] == 0) {
          continue;
        }
        double share = share(link);
        if (share > least) {
          heap.push(link, share);
        } else {
          freeze(link, share, firstHops, hops, rates, bottlenecks);
        }
      }
    }
  }

  private void prepare(MaxMinSystem system) {
    int links = system.links();
    rows.index(system);
    frozen.clear(system.flows());
    heap.clear(links);
    left = DoubleArrays.grow(left, links, 0);
    lost = DoubleArrays.grow(lost, links, 0);
    unfrozen = IntArrays.grow(unfrozen, links, 0);
    gathered = IntArrays.grow(gathered, system.flows() + 1, 0);
    for (int link = 0; link < links; link++) {
      unfrozen[link] = rows.end(link) - rows.first(link);
      left[link] = system.capacity(link);
      lost[link] = 0;
      if (unfrozen[link] > 0) {
        heap.push(link, share(link));
      }
    }
  }

  private static void freeFlows(MaxMinSystem system, double[] rates, int[] bottlenecks) {
    int[] firstHops = system.firstHops();
    for (int flow = 0; flow < system.flows(); flow++) {
      if (firstHops[flow] == firstHops[flow + 1]) {
        rates[flow] = Double.POSITIVE_INFINITY;
        bottlenecks[flow] = MaxMinSolver.NO_BOTTLENECK;
      }
    }
  }

  private double share(int link) {
    return Math.max(0, left[link] - lost[link]) / unfrozen[link];
  }

  private void freeze(
      int bottleneck,
      double share,
      int[] firstHops,
      int[] hops,
      double[] rates,
      int[] bottlenecks) {
    int count = unfrozen[bottleneck];
    frozen.gather(rows.flows(), rows.first(bottleneck), count, gathered);
    for (int i = 0; i < count; i++) {
      int flow = gathered[i];
      frozen.add(flow);
      rates[flow] = share;
      bottlenecks[flow] = bottleneck;
      int end = firstHops[flow + 1];
      for (int hop = firstHops[flow]; hop < end; hop++) {
        int link = hops[hop];
        // Compensated (Dekker's fast two-sum): what is left is not smaller than the share.
        double before = left[link];
        double after = before - share;
        left[link] = after;
        lost[link] += share - (before - after);
        unfrozen[link]--;
      }
    }
  }
}
