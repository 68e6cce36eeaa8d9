package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.Arrays;

/**
 * Progressive filling with weights, shares, caps and priorities: one class after the other, each
 * over what those before have left.
 *
 * <p>The queue holds links by the level at which they fill, and flows by the level at which they
 * reach their cap. Weights far apart would cancel each other out in a link's sums, so both sums are
 * kept with what rounding took from them.
 */
final class WeightedFilling {

  /**
   * What is left of a link counts as nothing below this part of its capacity: where two links fill
   * together, rounding leaves such crumbs, which no lower class shall have. An assumption.
   */
  private static final double CRUMB = 1e-12;

  /** How far levels are expected to rise above those that links begin with. An assumption. */
  private static final double LEVELS = 4;

  private final LinkRows rows;
  private final LevelQueue queue = new LevelQueue();
  private final Frozen frozen = new Frozen();

  /** Priority and number of each flow in one, sorted. */
  private long[] sorted = new long[0];

  private int[] order = new int[0];

  /** What is left of each link, and what was lost in rounding it. */
  private double[] left = new double[0];

  private double[] lost = new double[0];

  /** Σ share × weight of a link's flows of this class that are not frozen, and what was lost. */
  private double[] demand = new double[0];

  private double[] demandLost = new double[0];

  private int[] unfrozen = new int[0];

  /** Where the flows of this class begin in a link's row, and where they end. */
  private int[] begins = new int[0];

  private int[] ends = new int[0];

  /** The links that flows of this class use. */
  private int[] used = new int[0];

  /** The flows of this class whose cap can bind. */
  private int[] capped = new int[0];

  private int cappedCount;

  private int usedCount;
  private int[] gathered = new int[0];

  /** The rows of all links. */
  private int[] flowsOfLinks = new int[0];

  WeightedFilling(LinkRows rows) {
    this.rows = rows;
  }

  void solve(MaxMinSystem system, double[] rates, int[] bottlenecks) {
    prepare(system);
    int flows = system.flows();
    int begin = 0;
    while (begin < flows) {
      int priority = system.priority(order[begin]);
      int end = begin + 1;
      while (end < flows && system.priority(order[end]) == priority) {
        end++;
      }
      solveClass(system, begin, end, rates, bottlenecks);
      begin = end;
    }
  }

  private void prepare(MaxMinSystem system) {
    int links = system.links();
    reserve(system, links);
    sortByPriority(system);
    int hops = system.firstHops()[system.flows()];
    flowsOfLinks = IntArrays.grow(flowsOfLinks, hops, 0);
    rows.index(system, order, flowsOfLinks);
    frozen.clear(system.flows());
    for (int link = 0; link < links; link++) {
      left[link] = system.capacity(link);
      lost[link] = 0;
      begins[link] = rows.first(link);
    }
    Arrays.fill(unfrozen, 0, links, 0);
  }

  private void reserve(MaxMinSystem system, int links) {
    left = DoubleArrays.grow(left, links, 0);
    lost = DoubleArrays.grow(lost, links, 0);
    demand = DoubleArrays.grow(demand, links, 0);
    demandLost = DoubleArrays.grow(demandLost, links, 0);
    unfrozen = IntArrays.grow(unfrozen, links, 0);
    begins = IntArrays.grow(begins, links, 0);
    ends = IntArrays.grow(ends, links, 0);
    used = IntArrays.grow(used, links, 0);
    order = IntArrays.grow(order, system.flows(), 0);
    capped = IntArrays.grow(capped, system.flows(), 0);
    gathered = IntArrays.grow(gathered, system.flows() + 1, 0);
  }

  private void sortByPriority(MaxMinSystem system) {
    int flows = system.flows();
    if (!system.prioritised()) {
      for (int flow = 0; flow < flows; flow++) {
        order[flow] = flow;
      }
      return;
    }
    sorted = LongArrays.grow(sorted, flows, 0);
    for (int flow = 0; flow < flows; flow++) {
      sorted[flow] = ((long) system.priority(flow) << Integer.SIZE) | flow;
    }
    LongArrays.quickSort(sorted, 0, flows);
    for (int place = 0; place < flows; place++) {
      order[place] = (int) sorted[place];
    }
  }

  private void solveClass(
      MaxMinSystem system, int begin, int end, double[] rates, int[] bottlenecks) {
    usedCount = 0;
    cappedCount = 0;
    for (int place = begin; place < end; place++) {
      enter(system, order[place], rates, bottlenecks);
    }
    fillQueue(system);
    while (queue.open()) {
      for (int item = queue.next(); item >= 0; item = queue.next()) {
        offer(system, item);
      }
      for (int item = queue.take(); item >= 0; item = queue.take()) {
        take(system, item, queue.level(), rates, bottlenecks);
      }
    }
    for (int i = 0; i < usedCount; i++) {
      int link = used[i];
      begins[link] = ends[link];
      if (left[link] - lost[link] <= CRUMB * system.capacity(link)) {
        left[link] = 0;
        lost[link] = 0;
      }
    }
  }

  private void fillQueue(MaxMinSystem system) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < usedCount; i++) {
      int link = used[i];
      ends[link] = begins[link] + unfrozen[link];
      least = Math.min(least, level(link));
      most = Math.max(most, level(link));
    }
    for (int i = 0; i < cappedCount; i++) {
      least = Math.min(least, capLevel(system, capped[i]));
    }
    int links = system.links();
    queue.clear(links + (system.capped() ? system.flows() : 0), least, LEVELS * most);
    for (int i = 0; i < usedCount; i++) {
      queue.put(used[i], level(used[i]));
    }
    for (int i = 0; i < cappedCount; i++) {
      queue.put(links + capped[i], capLevel(system, capped[i]));
    }
  }

  private static double capLevel(MaxMinSystem system, int flow) {
    return system.cap(flow) / system.weight(flow);
  }

  /** Adds a flow of this class to its links, and notes it if its cap can bind. */
  private void enter(MaxMinSystem system, int flow, double[] rates, int[] bottlenecks) {
    double weight = system.weight(flow);
    double most = Double.POSITIVE_INFINITY;
    int firstHop = system.firstHops()[flow];
    int lastHop = system.firstHops()[flow + 1];
    for (int hop = firstHop; hop < lastHop; hop++) {
      int link = system.hops()[hop];
      double share = system.share(hop);
      if (unfrozen[link]++ == 0) {
        used[usedCount++] = link;
        demand[link] = 0;
        demandLost[link] = 0;
      }
      addDemand(link, share * weight);
      most = Math.min(most, system.capacity(link) / share);
    }
    double cap = system.cap(flow);
    if (firstHop == lastHop) {
      rates[flow] = cap;
      bottlenecks[flow] =
          cap == Double.POSITIVE_INFINITY ? MaxMinSolver.NO_BOTTLENECK : MaxMinSolver.CAPPED;
    } else if (cap < most) {
      capped[cappedCount++] = flow;
    }
  }

  /** Has a link or a flow with a cap wait for its turn, at its level now. */
  private void offer(MaxMinSystem system, int item) {
    int links = system.links();
    if (item >= links) {
      queue.put(item, capLevel(system, item - links));
    } else if (unfrozen[item] > 0) {
      queue.put(item, level(item));
    }
  }

  private void take(
      MaxMinSystem system, int item, double least, double[] rates, int[] bottlenecks) {
    int links = system.links();
    if (item >= links) {
      int flow = item - links;
      if (!frozen.contains(flow)) {
        bottlenecks[flow] = MaxMinSolver.CAPPED;
        freeze(system, flow, system.cap(flow), rates);
      }
      return;
    }
    int count = unfrozen[item];
    if (count == 0) {
      return;
    }
    double level = level(item);
    if (level > least) {
      queue.put(item, level);
      return;
    }
    frozen.gather(flowsOfLinks, begins[item], count, gathered);
    for (int i = 0; i < count; i++) {
      int flow = gathered[i];
      bottlenecks[flow] = item;
      freeze(system, flow, Math.min(system.weight(flow) * level, system.cap(flow)), rates);
    }
  }

  private double level(int link) {
    return Math.max(0, left[link] - lost[link]) / (demand[link] - demandLost[link]);
  }

  private void freeze(MaxMinSystem system, int flow, double rate, double[] rates) {
    frozen.add(flow);
    rates[flow] = rate;
    double weight = system.weight(flow);
    int end = system.firstHops()[flow + 1];
    for (int hop = system.firstHops()[flow]; hop < end; hop++) {
      int link = system.hops()[hop];
      double share = system.share(hop);
      double load = share * rate;
      double before = left[link];
      double after = before - load;
      left[link] = after;
      // Dekker's fast two-sum: neither sum is smaller than what is taken from it.
      lost[link] += load - (before - after);
      double part = share * weight;
      double sum = demand[link];
      double rest = sum - part;
      demand[link] = rest;
      demandLost[link] += part - (sum - rest);
      unfrozen[link]--;
    }
  }

  /** Knuth's two-sum (The Art of Computer Programming, volume 2, section 4.2.2, theorem B). */
  private void addDemand(int link, double part) {
    double before = demand[link];
    double after = before + part;
    double rounded = after - before;
    demand[link] = after;
    demandLost[link] -= (before - (after - rounded)) + (part - rounded);
  }
}
