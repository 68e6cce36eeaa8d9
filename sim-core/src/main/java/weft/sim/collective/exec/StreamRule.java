package weft.sim.collective.exec;

import weft.sim.unit.Durations;

/**
 * When a ring of streams ends: the longest path through the steps that the streams stand for.
 *
 * <p>Step by step, a position sends chunk <i>s</i> when it has received chunk s − 1 and its link is
 * free: a max-plus system. The end of its last step is the longest path of <i>S</i> sends, each on
 * the same edge as the one before (the link was busy) or on the next (the chunk had to arrive).
 * With <i>F<sub>e</sub></i> the time in which edge <i>e</i> sends all its bytes, so that one of its
 * S sends takes F<sub>e</sub>/S, and <i>L<sub>e</sub></i> its latency and step cost, a path over a
 * range of m ≤ S consecutive edges with its S − m further sends on the slowest of them takes F + Σ
 * (F<sub>i</sub> − F)/S + L<sub>i</sub>, F being the slowest's. The rule is the longest of these
 * over all ranges, so it is exact for edges of constant rates.
 *
 * <p>For each F, the best range with an edge of that F is found in one pass round the ring, by a
 * minimum of prefix sums over a sliding window. Edges go by falling F, and an F is left out where F
 * + the latencies of S edges cannot beat what has been found; so equal rings take one pass.
 */
final class StreamRule {

  /**
   * Passes times their lengths, at most: tens of milliseconds. An assumption; {@link #missedPs}
   * says what it may cost.
   */
  private static final long MOST_LOOKS = 1L << 24;

  /** Edges whose times differ by no more than this part are taken together. */
  private static final double ALIKE = 1e-10;

  private final long[] latencies;
  private double[] prefix = new double[0];
  private int[] window = new int[0];
  private double missedPs;

  /** A rule for a ring of edges with these latencies, step costs included, picoseconds. */
  StreamRule(long[] latenciesPs) {
    latencies = latenciesPs;
  }

  /**
   * How long it takes, picoseconds.
   *
   * @param drains of each edge, in which time it sends all its bytes
   * @param lone the same if it were alone on its links
   * @param steps number of steps, at least 1
   */
  long endPs(long[] drains, long[] lone, int steps) {
    double best = longestChainPs(lone, steps);
    double latency = longestLatencyPs(steps);
    missedPs = 0;
    double slowest = slowest(drains, Double.POSITIVE_INFINITY);
    long room = MOST_LOOKS / (drains.length + steps);
    for (; slowest + latency > best; slowest = slowest(drains, slowest * (1 - ALIKE))) {
      if (room-- == 0) {
        missedPs = slowest + latency - best;
        break;
      }
      best = Math.max(best, aroundPs(drains, lone, slowest, steps));
    }
    long endPs = Durations.roundUp(best);
    for (int edge = 0; edge < drains.length; edge++) {
      endPs = Math.max(endPs, Durations.add(drains[edge], latencies[edge]));
    }
    return endPs;
  }

  /** By how much the last {@link #endPs} may be too early because some edges were not looked at. */
  double missedPs() {
    return missedPs;
  }

  /** The longest time of an edge that is less than a given one; −∞ if there is none. */
  private static double slowest(long[] drains, double below) {
    double slowest = Double.NEGATIVE_INFINITY;
    for (long drain : drains) {
      if (drain < below && drain > slowest) {
        slowest = drain;
      }
    }
    return slowest;
  }

  /** A chunk that is never held up: one step on each of as many consecutive edges. */
  private double longestChainPs(long[] drains, int steps) {
    int ranks = drains.length;
    double drain = 0;
    double latency = 0;
    for (int i = 0; i < steps; i++) {
      drain += drains[i % ranks];
      latency += latencies[i % ranks];
    }
    double longest = drain / steps + latency;
    for (int start = 1; start < ranks; start++) {
      int entering = (start - 1 + steps) % ranks;
      drain += drains[entering] - drains[start - 1];
      latency += latencies[entering] - latencies[start - 1];
      longest = Math.max(longest, drain / steps + latency);
    }
    return longest;
  }

  /** The latencies of so many consecutive steps, where they are longest, picoseconds. */
  double longestLatencyPs(int steps) {
    int ranks = latencies.length;
    double latency = 0;
    for (int i = 0; i < steps; i++) {
      latency += latencies[i % ranks];
    }
    double longest = latency;
    for (int start = 1; start < ranks; start++) {
      latency += latencies[(start - 1 + steps) % ranks] - latencies[start - 1];
      longest = Math.max(longest, latency);
    }
    return longest;
  }

  /** The longest path with its further sends on an edge that takes {@code slowest}. */
  private double aroundPs(long[] drains, long[] lone, double slowest, int steps) {
    int ranks = drains.length;
    int length = ranks + steps;
    if (prefix.length < length + 1) {
      prefix = new double[length + 1];
      window = new int[length + 1];
    }
    double best = 0;
    double shared = 0;
    int first = 0;
    int end = 0;
    int waiting = 0;
    for (int place = 0; place < length; place++) {
      int edge = place % ranks;
      // A range may begin where an edge of this time still comes, or comes just now.
      if (drains[edge] >= slowest * (1 - ALIKE)) {
        shared = Math.max(shared, slowest - lone[edge]);
        for (; waiting <= place; waiting++) {
          while (end > first && prefix[window[end - 1]] >= prefix[waiting]) {
            end--;
          }
          window[end++] = waiting;
        }
      }
      prefix[place + 1] = prefix[place] + (lone[edge] - slowest) / steps + latencies[edge];
      while (first < end && window[first] < place + 1 - steps) {
        first++;
      }
      if (first < end) {
        best = Math.max(best, prefix[place + 1] - prefix[window[first]]);
      }
    }
    return slowest + shared / steps + best;
  }
}
