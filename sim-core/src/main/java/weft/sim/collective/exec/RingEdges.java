package weft.sim.collective.exec;

import weft.sim.collective.Operation;

/**
 * The edges of one channel's ring: where they lead, and how long they take when nothing flows.
 *
 * @param endpoints of the ring's positions
 * @param stepCostsPs for each position, the step cost of the edge to the next
 * @param wireLatencyPs sum of the network's latencies of all edges
 * @param onePassPs latency and step cost of the longest chain of n − 1 edges
 * @param twoPassesPs the same of 2 (n − 1) edges
 */
record RingEdges(
    int[] endpoints, long[] stepCostsPs, long wireLatencyPs, long onePassPs, long twoPassesPs) {

  static RingEdges of(int[] endpoints, long[] wireLatenciesPs, long[] stepCostsPs) {
    int ranks = endpoints.length;
    long[] latencies = new long[ranks];
    long wire = 0;
    for (int position = 0; position < ranks; position++) {
      wire += wireLatenciesPs[position];
      latencies[position] = wireLatenciesPs[position] + stepCostsPs[position];
    }
    return new RingEdges(
        endpoints,
        stepCostsPs,
        wire,
        longestChain(latencies, ranks - 1),
        longestChain(latencies, 2 * (ranks - 1)));
  }

  /** Latency of the longest chain of as many edges as the operation has steps. */
  long chainPs(Operation operation) {
    return operation.passes() == 1 ? onePassPs : twoPassesPs;
  }

  /** The largest sum of {@code length} consecutive entries of a ring. */
  private static long longestChain(long[] ring, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += ring[i % ring.length];
    }
    long longest = sum;
    for (int start = 1; start < ring.length; start++) {
      sum += ring[(start - 1 + length) % ring.length] - ring[start - 1];
      longest = Math.max(longest, sum);
    }
    return longest;
  }
}
