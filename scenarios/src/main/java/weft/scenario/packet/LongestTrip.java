package weft.scenario.packet;

import java.util.Arrays;
import java.util.function.IntPredicate;
import weft.sim.fabric.Fabric;
import weft.sim.unit.Durations;

/**
 * The longest round trip of a full packet and its acknowledgement without any queue: two searches,
 * of which the second begins at the GPU that is farthest of the first. Among ways of as few links
 * the slowest counts. That is the longest in a tree, and a lower bound of it elsewhere.
 */
final class LongestTrip {

  private final Fabric fabric;
  private final IntPredicate counts;
  private final boolean[] isEndpoint;
  private final int fullBytes;
  private final int controlBytes;

  LongestTrip(
      Fabric fabric, IntPredicate counts, boolean[] isEndpoint, int fullBytes, int controlBytes) {
    this.fabric = fabric;
    this.counts = counts;
    this.isEndpoint = isEndpoint;
    this.fullBytes = fullBytes;
    this.controlBytes = controlBytes;
  }

  /** Picoseconds; 0 if no GPU reaches another. */
  long roundTripPs() {
    int first = fabric.endpointNode(0);
    long[] fromFirst = tripsPs(first);
    int farthest = farthest(fromFirst, first);
    long[] back = tripsPs(farthest);
    return Math.max(fromFirst[farthest], back[farthest(back, farthest)]);
  }

  private int farthest(long[] tripPs, int start) {
    int best = start;
    for (int node = 0; node < tripPs.length; node++) {
      best = isEndpoint[node] && tripPs[node] > tripPs[best] ? node : best;
    }
    return best;
  }

  /** Round trips to all nodes; -1 to those that are not reached. */
  private long[] tripsPs(int start) {
    int[] hops = new int[fabric.nodeCount()];
    long[] tripPs = new long[fabric.nodeCount()];
    Arrays.fill(tripPs, -1);
    tripPs[start] = 0;
    int[] queue = new int[fabric.nodeCount()];
    queue[0] = start;
    int end = 1;
    for (int at = 0; at < end; at++) {
      int node = queue[at];
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        int next = fabric.target(link);
        if (!counts.test(link)) {
          continue;
        }
        if (tripPs[next] < 0) {
          hops[next] = hops[node] + 1;
          queue[end++] = next;
        }
        if (hops[next] == hops[node] + 1) {
          tripPs[next] = Math.max(tripPs[next], tripPs[node] + linkPs(link));
        }
      }
    }
    return tripPs;
  }

  private long linkPs(int link) {
    long rate = fabric.rateBps(link);
    return 2 * fabric.latencyPs(link)
        + Durations.serializationPs(fullBytes, rate)
        + Durations.serializationPs(controlBytes, rate);
  }
}
