package weft.sim.collective.exec;

import java.util.Arrays;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.cost.Charges;
import weft.sim.unit.Durations;

/**
 * One channel's ring: its edges, how far the collective under way has come on them as streams, and
 * its duration, which follows from theirs by the {@link StreamRule}.
 */
final class Ring {

  /** Times that differ by no more than this part are the same. */
  private static final double ROUNDING = 1e-9;

  private final int[] endpoints;
  private final long[] wireLatencies;

  /**
   * For each position, latency and step cost of the edge to the next, less what keeps the sender
   * busy, picoseconds.
   */
  private final long[] latencies;

  /** How long a step keeps a sender busy beside sending, picoseconds. */
  private long busyPs;

  /** For each position, the time from the start until all its bytes had left, picoseconds. */
  private final long[] drains;

  /** The same if each had had its lowest rate all the time. */
  private final long[] slowestDrains;

  /** The same if each had been alone on its links. */
  private final long[] loneDrains;

  /** Payload rate of each edge that is alone, bits per second. */
  private final long[] rates;

  private final boolean[] isScaleOut;
  private final StreamRule rule;
  private int pending;

  Ring(int[] endpoints, long[] wireLatenciesPs, boolean[] scaleOut, long[] ratesBps) {
    this.endpoints = endpoints;
    wireLatencies = wireLatenciesPs;
    rates = ratesBps;
    isScaleOut = scaleOut;
    int ranks = endpoints.length;
    latencies = wireLatenciesPs.clone();
    drains = new long[ranks];
    slowestDrains = new long[ranks];
    loneDrains = new long[ranks];
    rule = new StreamRule(latencies);
  }

  int endpoint(int position) {
    return endpoints[position];
  }

  /** Latency and step cost of the edge from a position to the next, picoseconds. */
  long latencyPs(int position) {
    return latencies[position] + busyPs;
  }

  /** How long a step keeps a sender busy beside sending, picoseconds. */
  long busyPs() {
    return busyPs;
  }

  /** Wire latency of the same edge, picoseconds. */
  long wireLatencyPs(int position) {
    return wireLatencies[position];
  }

  /** Whether it leads from one domain to another. */
  boolean isScaleOut(int position) {
    return isScaleOut[position];
  }

  /** Sets what a step takes beside the network from now on. */
  void charge(Charges charges) {
    for (int position = 0; position < latencies.length; position++) {
      latencies[position] = latencyPs(position, charges) - charges.ringBusyPs();
    }
    busyPs = charges.ringBusyPs();
  }

  private long latencyPs(int position, Charges charges) {
    return Durations.add(wireLatencies[position], charges.stepPs(isScaleOut[position]));
  }

  /** What an edge sends of so many bytes of data, bytes on the wire. */
  long wireBytes(int position, long bytes, Charges charges) {
    return charges.wireBytes(isScaleOut[position], bytes);
  }

  /** Step cost of the same edge, picoseconds. */
  long stepCostPs(int position) {
    return latencyPs(position) - wireLatencies[position];
  }

  /** Payload rate of the same edge if it is alone, bits per second. */
  long rateBps(int position) {
    return rates[position];
  }

  /** All edges begin to send. */
  void start(RingSchedule schedule, Charges charges) {
    pending = endpoints.length;
    for (int position = 0; position < loneDrains.length; position++) {
      loneDrains[position] =
          Durations.serializationPs(
              wireBytes(position, schedule.sentBytes(position), charges), rates[position]);
    }
  }

  /**
   * The bytes of an edge have been delivered.
   *
   * @param afterPs how long after the start
   * @param slowestDrainPs how long they would have taken to leave at the edge's lowest rate; −1 if
   *     that is not known
   * @return whether it was the last edge
   */
  boolean delivered(int position, long afterPs, long slowestDrainPs) {
    drains[position] = afterPs - wireLatencies[position];
    slowestDrains[position] = Math.max(drains[position], slowestDrainPs);
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

  /** How long a chunk without bytes takes for so many steps, with these charges, picoseconds. */
  double longestLatencyPs(int steps, Charges charges) {
    long[] charged = new long[latencies.length];
    Arrays.setAll(charged, position -> latencyPs(position, charges));
    return new StreamRule(charged).longestLatencyPs(steps);
  }

  /**
   * How long a collective of so many steps takes, picoseconds.
   *
   * @param isAlone whether nobody but the collective itself uses its links: then its edges share
   *     them with each other only
   */
  long durationPs(int steps, boolean isAlone) {
    return endPs(drains, isAlone ? loneDrains : drains, steps);
  }

  /**
   * How much longer than {@code durationPs} it may take at most: with each edge at its lowest rate
   * all the time, and sharing its links whenever it sends. Picoseconds; infinite if one got nothing
   * for a while.
   */
  double latenessPs(int steps, long durationPs, boolean isAlone) {
    double missedPs = rule.missedPs();
    boolean isCertain = true;
    for (int position = 0; position < drains.length; position++) {
      if (slowestDrains[position] == Durations.NEVER) {
        return Double.POSITIVE_INFINITY;
      }
      long leastPs = isAlone ? Math.min(loneDrains[position], drains[position]) : drains[position];
      isCertain &= slowestDrains[position] - leastPs <= ROUNDING * leastPs;
    }
    return isCertain
        ? missedPs
        : Math.max(0, endPs(slowestDrains, slowestDrains, steps) - durationPs) + missedPs;
  }

  /** Being busy makes each of the steps longer on every edge, by the same. */
  private long endPs(long[] all, long[] lone, int steps) {
    return Durations.add(rule.endPs(all, lone, steps), steps * busyPs);
  }

  private int slowest() {
    int slowest = 0;
    for (int position = 1; position < drains.length; position++) {
      slowest = drains[position] > drains[slowest] ? position : slowest;
    }
    return slowest;
  }
}
