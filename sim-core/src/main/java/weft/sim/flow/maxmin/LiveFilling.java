package weft.sim.flow.maxmin;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Progressive filling over all {@link LiveFlows}, where all weights and shares are 1 and nothing is
 * capped: what {@link MaxMinSolver} computes, kept from one solution to the next.
 *
 * <p>A link freezes its flows in one go, a <i>step</i>: first it is counted how many of them each
 * other link has, then each of these links is charged once for all. That is fewer roundings, and
 * fewer updates where flows that share a bottleneck share more links.
 *
 * <p>When a flow has gone, the steps before that in which it was frozen are the same without it: it
 * was on none of their links, and its own links, with one flow less, fill later than before. So a
 * log has what each step changed, and the next solution goes back as far as the first step that had
 * one of the flows that have gone, and goes on from there. A flow that comes may change everything:
 * the next solution begins anew.
 */
public final class LiveFilling {

  /** Is told the rates, step by step. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Flows have been frozen.
     *
     * @param step number of the step
     * @param bottleneck the link at which
     * @param rate of each
     * @param flows those from {@code first} to before {@code end}; good until the call returns
     */
    void onFrozen(int step, int bottleneck, double rate, int[] flows, int first, int end);
  }

  /** A log costs about a fourth of a solution, so that one that saves less does not pay. */
  private static final int LEAST_KEPT = 4;

  /** After so many in turn that do not pay, there are none for four times as many solutions. */
  private static final int PATIENCE = 16;

  /** Flows whose rows are fetched together. */
  private static final int BLOCK = 32;

  private final LiveFlows live;
  private final RadixHeap heap = new RadixHeap();
  private final Frozen frozen = new Frozen();

  /** For each link what is left for its flows that are not frozen, and what rounding lost of it. */
  private final double[] left;

  private final int[] unfrozen;

  /** How many of the flows that are being frozen a link has. */
  private final int[] charges;

  private final int[] charged;

  /** Keeps the just-in-time compiler from leaving {@link #touch} out. */
  @SuppressWarnings("UnusedVariable")
  private int touched;

  private int steps;
  private int[] stepOfFlow = new int[0];

  /** Frozen flows, step by step, and where each step begins among them and in the log. */
  private int[] flows = new int[0];

  private int[] firstFlows = new int[1];
  private int[] firstLogged = new int[1];

  /**
   * Links that a step has charged, what was left of them before, and for how many flows. What is
   * left of a link is the same without a flow that was not frozen yet; how many are not is not.
   */
  private int[] loggedLinks = new int[0];

  private double[] loggedLeft = new double[0];
  private int[] loggedCharges = new int[0];

  /**
   * Whether there is a log of the last solution, and how many logs in turn have not paid; below 0,
   * how long there is none.
   */
  private boolean logged = true;

  private int disappointments;

  /** The first step that does not hold any more, and the links of the flows that have gone. */
  private int firstInvalid;

  private int[] goneLinks = new int[16];
  private int goneCount;

  /** A solver for these flows. */
  public LiveFilling(LiveFlows live) {
    this.live = live;
    int links = live.links();
    left = new double[2 * links];
    unfrozen = new int[links];
    charges = new int[links];
    charged = new int[links + 1];
  }

  /** All steps are void. */
  public void invalidate() {
    firstInvalid = 0;
    goneCount = 0;
  }

  /** A flow of the last solution is about to be removed. */
  public void onRemoved(int flow) {
    if (firstInvalid > 0) {
      firstInvalid = Math.min(firstInvalid, stepOfFlow[flow]);
      int end = live.endHop(flow);
      for (int hop = live.firstHop(flow); hop < end; hop++) {
        if (goneCount == goneLinks.length) {
          goneLinks = IntArrays.grow(goneLinks, goneCount + 1);
        }
        goneLinks[goneCount++] = live.linkAt(hop);
      }
    }
  }

  /** Number of steps of the last solution. */
  public int steps() {
    return steps;
  }

  /** Where the flows of a step begin; they end where those of the next begin. */
  public int firstFlow(int step) {
    return firstFlows[step];
  }

  /** A flow by its place in the order of steps. */
  public int flow(int place) {
    return flows[place];
  }

  /**
   * Solves for all live flows, each of which has a link.
   *
   * @param numbers above the largest number of a flow
   * @param listener is told the steps that are not as before, among them all those that have flows
   *     with other rates
   * @return the number of the first of them
   */
  public int solve(int numbers, Listener listener) {
    decideOnLog();
    if (firstInvalid == 0) {
      begin(numbers);
    } else {
      goBack();
    }
    int first = steps;
    heap.clear(live.links());
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      if (unfrozen[link] > 0) {
        heap.push(link, share(link));
      }
    }
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
          freeze(link, share);
          int step = steps - 1;
          listener.onFrozen(step, link, share, flows, firstFlows[step], firstFlows[steps]);
        }
      }
    }
    firstInvalid = logged ? steps : 0;
    return first;
  }

  /** Whether this solution is logged, by what the logs so far were good for. */
  private void decideOnLog() {
    if (logged) {
      boolean pays = LEAST_KEPT * firstFlows[firstInvalid] >= live.flows();
      disappointments = pays ? 0 : disappointments + 1;
      logged = disappointments < PATIENCE;
      if (!logged) {
        disappointments = -4 * PATIENCE;
        firstInvalid = 0;
      }
    } else if (++disappointments >= 0) {
      logged = true;
    }
  }

  private void begin(int numbers) {
    frozen.clear(numbers);
    stepOfFlow = IntArrays.grow(stepOfFlow, numbers, 0);
    flows = IntArrays.grow(flows, live.flows() + 1, 0);
    steps = 0;
    goneCount = 0;
    for (int i = 0; i < live.busyCount(); i++) {
      int link = live.busy(i);
      left[2 * link] = live.capacity(link);
      left[2 * link + 1] = 0;
      unfrozen[link] = live.count(link);
    }
  }

  private void goBack() {
    for (int entry = firstLogged[steps] - 1; entry >= firstLogged[firstInvalid]; entry--) {
      int link = loggedLinks[entry];
      left[2 * link] = loggedLeft[2 * entry];
      left[2 * link + 1] = loggedLeft[2 * entry + 1];
      unfrozen[link] += loggedCharges[entry];
    }
    for (int place = firstFlows[firstInvalid]; place < firstFlows[steps]; place++) {
      frozen.remove(flows[place]);
    }
    for (int i = 0; i < goneCount; i++) {
      unfrozen[goneLinks[i]]--;
    }
    goneCount = 0;
    steps = firstInvalid;
  }

  private double share(int link) {
    return Math.max(0, left[2 * link] - left[2 * link + 1]) / unfrozen[link];
  }

  private void freeze(int bottleneck, double share) {
    int first = firstFlows[steps];
    int count = unfrozen[bottleneck];
    frozen.gather(live.flowsOf(bottleneck), count, flows, first);
    int chargedCount = charge(first, first + count);
    int entry = firstLogged[steps];
    if (logged) {
      log(entry, chargedCount);
      entry += chargedCount;
    }
    for (int i = 0; i < chargedCount; i++) {
      int link = charged[i];
      int some = charges[link];
      charges[link] = 0;
      unfrozen[link] -= some;
      // Compensated (Dekker's fast two-sum): what is left is not smaller than what is taken.
      double taken = some * share;
      double before = left[2 * link];
      double after = before - taken;
      left[2 * link] = after;
      left[2 * link + 1] += taken - (before - after);
    }
    steps++;
    if (steps == firstFlows.length) {
      firstFlows = Arrays.copyOf(firstFlows, 2 * steps);
      firstLogged = Arrays.copyOf(firstLogged, 2 * steps);
    }
    firstFlows[steps] = first + count;
    firstLogged[steps] = entry;
  }

  private void log(int first, int count) {
    int entry = first;
    reserveLog(first + count);
    for (int i = 0; i < count; i++) {
      int link = charged[i];
      loggedLinks[entry] = link;
      loggedLeft[2 * entry] = left[2 * link];
      loggedLeft[2 * entry + 1] = left[2 * link + 1];
      loggedCharges[entry++] = charges[link];
    }
  }

  private int charge(int first, int end) {
    int chargedCount = 0;
    for (int from = first; from < end; from += BLOCK) {
      int to = Math.min(end, from + BLOCK);
      touched += touch(from, to);
      chargedCount = charge(from, to, chargedCount);
    }
    return chargedCount;
  }

  /**
   * Loads the rows of some flows, so that what is not in a cache is fetched for all of them at once
   * and not for one after the other.
   */
  private int touch(int first, int end) {
    long[] rows = live.rows();
    int[] rowLinks = live.rowLinks();
    int sum = 0;
    for (int place = first; place < end; place++) {
      sum += rowLinks[(int) (rows[flows[place]] >> Integer.SIZE)];
    }
    return sum;
  }

  private int charge(int first, int end, int already) {
    long[] rows = live.rows();
    int[] rowLinks = live.rowLinks();
    int chargedCount = already;
    for (int place = first; place < end; place++) {
      int flow = flows[place];
      frozen.add(flow);
      if (logged) {
        stepOfFlow[flow] = steps;
      }
      long row = rows[flow];
      for (int hop = (int) (row >> Integer.SIZE); hop < (int) row; hop++) {
        int link = rowLinks[hop];
        charged[chargedCount] = link;
        chargedCount += charges[link]++ == 0 ? 1 : 0;
      }
    }
    return chargedCount;
  }

  private void reserveLog(int entries) {
    if (entries > loggedLinks.length) {
      int used = firstLogged[steps];
      loggedLinks = IntArrays.grow(loggedLinks, entries, used);
      loggedCharges = IntArrays.grow(loggedCharges, loggedLinks.length, used);
      loggedLeft = DoubleArrays.grow(loggedLeft, 2 * loggedLinks.length, 2 * used);
    }
  }
}
