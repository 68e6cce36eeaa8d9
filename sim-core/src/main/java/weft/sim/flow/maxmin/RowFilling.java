package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;

/**
 * Progressive filling where all weights and shares are 1 and nothing is capped, from the rows of
 * flows on each link alone.
 *
 * <p>A link freezes all its flows in one go, a <i>step</i>. That other links have less left for
 * their other flows then is not written down anywhere: a link finds it out when its turn comes, by
 * looking which of its flows have a step by then; these leave its row. If that has raised its
 * level, it waits for its next turn. So a flow that is frozen costs two writes, whatever its path,
 * and what a link looks at lies in a row; the steps of a million flows fit a cache. A link has two
 * to four turns.
 */
final class RowFilling {

  private final LevelQueue queue = new LevelQueue();

  private int links;
  private int[] rows = new int[0];

  /** Where a link's row begins and ends; flows that have a step leave it from the end. */
  private int[] begins = new int[0];

  private int[] ends = new int[0];

  /** For each link what is left for its flows that are not frozen, and what rounding lost of it. */
  private double[] left = new double[0];

  /** How many steps there were at a link's last turn. */
  private int[] settled = new int[0];

  /** The links that take part. */
  private int[] used = new int[0];

  private int usedCount;

  private final FlowSteps stepOfFlow = new FlowSteps();

  /** Of each step its rate, link, and number of flows. */
  private double[] rates = new double[1];

  private int[] bottlenecks = new int[1];
  private int[] sizes = new int[1];
  private int steps;

  /** Makes room for a new system. */
  void clear(int linkCount, int flowCount, int hopCount) {
    links = linkCount;
    usedCount = 0;
    rows = IntArrays.grow(rows, hopCount, 0);
    begins = IntArrays.grow(begins, linkCount, 0);
    ends = IntArrays.grow(ends, linkCount, 0);
    settled = IntArrays.grow(settled, linkCount, 0);
    used = IntArrays.grow(used, linkCount + 1, 0);
    left = DoubleArrays.grow(left, 2 * linkCount, 0);
    stepOfFlow.clear(flowCount);
    rates = DoubleArrays.grow(rates, linkCount + 1, 0);
    bottlenecks = IntArrays.grow(bottlenecks, linkCount + 1, 0);
    sizes = IntArrays.grow(sizes, linkCount + 1, 0);
    bottlenecks[0] = MaxMinSolver.NO_BOTTLENECK;
  }

  /** Where the flows of all links are to be written, each once for each of its links. */
  int[] rows() {
    return rows;
  }

  /** Adds a link, if it has flows; quickest in the order of their numbers. */
  void add(int link, double capacity, int begin, int end) {
    used[usedCount] = link;
    usedCount += end > begin ? 1 : 0;
    left[2 * link] = capacity;
    left[2 * link + 1] = 0;
    settled[link] = 0;
    begins[link] = begin;
    ends[link] = end;
  }

  /** Works the steps out. */
  void solve() {
    steps = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < usedCount; i++) {
      least = Math.min(least, level(used[i]));
      most = Math.max(most, left[2 * used[i]]);
    }
    queue.clear(links, least, most);
    for (int i = usedCount - 1; i >= 0; i--) {
      queue.put(used[i], level(used[i]));
    }
    while (queue.open()) {
      for (int link = queue.next(); link >= 0; link = queue.next()) {
        offer(link);
      }
      for (int link = queue.take(); link >= 0; link = queue.take()) {
        if (settled[link] == steps) {
          freeze(link, queue.level());
        } else {
          offer(link);
        }
      }
    }
  }

  /** Has a link wait for its turn, at its level now. */
  private void offer(int link) {
    if (settled[link] != steps) {
      settle(link);
    }
    if (ends[link] > begins[link]) {
      queue.put(link, level(link));
    }
  }

  private double level(int link) {
    return Math.max(0, left[2 * link] - left[2 * link + 1]) / (ends[link] - begins[link]);
  }

  /** Which flow has a step is as good as random, so no branch hangs on it. */
  private void settle(int link) {
    settled[link] = steps;
    int end = ends[link];
    int kept = begins[link];
    double after = left[2 * link];
    double lost = left[2 * link + 1];
    for (int place = kept; place < end; place++) {
      int flow = rows[place];
      int step = stepOfFlow.get(flow);
      rows[kept] = flow;
      kept += step == 0 ? 1 : 0;
      // Compensated (Dekker's fast two-sum): what is left is not smaller than what is taken.
      double taken = rates[step];
      double before = after;
      after = before - taken;
      lost += taken - (before - after);
    }
    ends[link] = kept;
    left[2 * link] = after;
    left[2 * link + 1] = lost;
  }

  private void freeze(int link, double level) {
    steps++;
    rates[steps] = level;
    bottlenecks[steps] = link;
    int end = ends[link];
    sizes[steps] = end - begins[link];
    for (int place = begins[link]; place < end; place++) {
      stepOfFlow.set(rows[place], steps);
    }
  }

  /** What the flows that have a step leave of a link without one. */
  double left(int link) {
    return left[2 * link] - left[2 * link + 1];
  }

  /** Adds a step for a link that has none; it has no flows yet. */
  int addStep(int link, double rate) {
    steps++;
    rates[steps] = rate;
    bottlenecks[steps] = link;
    sizes[steps] = 0;
    return steps;
  }

  /** Gives a flow another step, whose flows are to be gathered then. */
  void setStep(int flow, int step) {
    stepOfFlow.set(flow, step);
  }

  /** Gathers the flows of a step from the first {@code count}, which are all of its link's. */
  void gather(int step, int[] flows, int count) {
    int begin = begins[bottlenecks[step]];
    int end = begin;
    for (int i = 0; i < count; i++) {
      if (stepOfFlow.get(flows[i]) == step) {
        rows[end++] = flows[i];
      }
    }
    sizes[step] = end - begin;
  }

  /** Drops steps without flows; those of flows are not known any more. */
  void dropEmpty() {
    int kept = 0;
    for (int step = 1; step <= steps; step++) {
      if (sizes[step] > 0) {
        kept++;
        rates[kept] = rates[step];
        bottlenecks[kept] = bottlenecks[step];
        sizes[kept] = sizes[step];
      }
    }
    steps = kept;
  }

  /** Number of steps of the solution; they are counted from 1. */
  int steps() {
    return steps;
  }

  /** The step of a flow; 0 if it has no links. */
  int step(int flow) {
    return stepOfFlow.get(flow);
  }

  /** The rate of all flows of a step. */
  double rate(int step) {
    return rates[step];
  }

  /** The link that freezes them. */
  int bottleneck(int step) {
    return bottlenecks[step];
  }

  /** Where the flows of a step begin in {@link #rows}. */
  int firstFlow(int step) {
    return begins[bottlenecks[step]];
  }

  /** Where they end. */
  int endFlow(int step) {
    return firstFlow(step) + sizes[step];
  }
}
