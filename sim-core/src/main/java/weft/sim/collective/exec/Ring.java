package weft.sim.collective.exec;

import weft.sim.unit.Durations;

/**
 * One channel's ring: its edges, how far the collective under way has come on them, and the rule of
 * {@link RingRunner} by which its duration follows from theirs.
 */
final class Ring {

  private final int[] endpoints;
  private final long[] wireLatencies;

  /** For each position, latency and step cost of the edge to the next, picoseconds. */
  private final long[] latencies;

  /** For each position, the time from the start until all its bytes had left, picoseconds. */
  private final long[] drains;

  private int pending;

  /** The best range to the left of the slowest edge, by the most edges that it may have. */
  private final double[] bestLeft;

  Ring(int[] endpoints, long[] wireLatenciesPs, long[] stepCostsPs) {
    this.endpoints = endpoints;
    wireLatencies = wireLatenciesPs;
    int ranks = endpoints.length;
    latencies = new long[ranks];
    for (int position = 0; position < ranks; position++) {
      latencies[position] = Durations.add(wireLatenciesPs[position], stepCostsPs[position]);
    }
    drains = new long[ranks];
    bestLeft = new double[2 * ranks];
  }

  int endpoint(int position) {
    return endpoints[position];
  }

  /** Latency and step cost of the edge from a position to the next, picoseconds. */
  long latencyPs(int position) {
    return latencies[position];
  }

  /** All edges begin to send. */
  void start() {
    pending = endpoints.length;
  }

  /**
   * The bytes of an edge have been delivered.
   *
   * @param afterPs how long after the start
   * @return whether it was the last edge
   */
  boolean delivered(int position, long afterPs) {
    drains[position] = afterPs - wireLatencies[position];
    return --pending == 0;
  }

  /** How long the transfer of an edge took, latency included, picoseconds. */
  long transferPs(int position) {
    return drains[position] + wireLatencies[position];
  }

  /** Time in which the slowest edge sent all its bytes, picoseconds. */
  long slowestDrainPs() {
    return drains[slowest()];
  }

  /** How long a collective of so many steps takes, picoseconds. */
  long durationPs(int steps) {
    double chain = Math.max(longestChainPs(steps), longestAroundSlowestPs(steps));
    long durationPs = Durations.roundUp(chain);
    for (int position = 0; position < drains.length; position++) {
      durationPs = Math.max(durationPs, Durations.add(drains[position], latencies[position]));
    }
    return durationPs;
  }

  /** A chunk that is never held up: one step on each of as many consecutive edges. */
  private double longestChainPs(int steps) {
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

  /**
   * Chunks that travel to the slowest edge, queue there, and travel on: with <i>m</i> edges of a
   * range around it, Σ(F/S + L) over the range and (S − m) more steps on the slowest.
   */
  private double longestAroundSlowestPs(int steps) {
    int ranks = drains.length;
    int slowest = slowest();
    double gain = 0;
    double best = 0;
    bestLeft[0] = 0;
    for (int length = 1; length < steps; length++) {
      gain += gainPs((slowest + length * (ranks - 1)) % ranks, slowest, steps);
      best = Math.max(best, gain);
      bestLeft[length] = best;
    }
    gain = 0;
    best = bestLeft[steps - 1];
    for (int length = 1; length < steps; length++) {
      gain += gainPs((slowest + length) % ranks, slowest, steps);
      best = Math.max(best, gain + bestLeft[steps - 1 - length]);
    }
    return drains[slowest] + latencies[slowest] + best;
  }

  /** What a step on an edge takes longer than one on the slowest, its latency included. */
  private double gainPs(int position, int slowest, int steps) {
    return (double) (drains[position] - drains[slowest]) / steps + latencies[position];
  }

  private int slowest() {
    int slowest = 0;
    for (int position = 1; position < drains.length; position++) {
      slowest = drains[position] > drains[slowest] ? position : slowest;
    }
    return slowest;
  }
}
