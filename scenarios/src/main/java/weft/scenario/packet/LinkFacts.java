package weft.scenario.packet;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntPredicate;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.unit.Durations;

/**
 * What thresholds follow from, of the links on which there are packets.
 *
 * @param links number of all links of the fabric
 * @param slowest the slowest link
 * @param slowestBps its rate, bits per second
 * @param fastestPortBps rate of the fastest port of a switch; of the fastest link if there is none
 * @param switchBps rate of all ports of the switch with the most
 * @param ports most links that enter a switch
 * @param largestSwitch that switch
 * @param headroomBytes what arrives after a pause was sent: 2 × latency × rate and two full packets
 *     of the link that enters a switch where this is most
 * @param headroomLink that link; empty if there is no switch
 * @param roundTripPs a full packet and its acknowledgement, from the first GPU to the one that is
 *     the most links away, without any queue, picoseconds
 * @param domain most GPUs that may reach each other without packets; 1 if none does
 */
public record LinkFacts(
    int links,
    String slowest,
    long slowestBps,
    long fastestPortBps,
    long switchBps,
    int ports,
    String largestSwitch,
    long headroomBytes,
    String headroomLink,
    long roundTripPs,
    int domain) {

  static LinkFacts of(Fabric fabric, boolean scaleUpToo, int fullBytes, int controlBytes) {
    ScaleUpLinks scaleUp = new ScaleUpLinks(fabric);
    IntPredicate counts = link -> scaleUpToo || !scaleUp.contains(link);
    boolean[] isEndpoint = new boolean[fabric.nodeCount()];
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      isEndpoint[fabric.endpointNode(endpoint)] = true;
    }
    int slowest = -1;
    int worst = -1;
    long fastestPort = 0;
    long fastest = 0;
    long headroom = 0;
    long[] ofSwitch = new long[fabric.nodeCount()];
    int[] portsOf = new int[fabric.nodeCount()];
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (!counts.test(link)) {
        continue;
      }
      long rate = fabric.rateBps(link);
      slowest = slowest < 0 || rate < fabric.rateBps(slowest) ? link : slowest;
      fastest = Math.max(fastest, rate);
      int from = fabric.source(link);
      int to = fabric.target(link);
      if (!isEndpoint[from]) {
        ofSwitch[from] += rate;
        fastestPort = fabric.isNic(from) ? fastestPort : Math.max(fastestPort, rate);
      }
      if (!isEndpoint[to]) {
        portsOf[to]++;
        long needed = headroomBytes(fabric, link, fullBytes);
        if (needed > headroom) {
          headroom = needed;
          worst = link;
        }
      }
    }
    int largest = argMax(portsOf);
    return new LinkFacts(
        fabric.linkCount(),
        slowest < 0 ? "" : fabric.linkName(slowest),
        slowest < 0 ? Long.MAX_VALUE : fabric.rateBps(slowest),
        fastestPort == 0 ? Math.max(1, fastest) : fastestPort,
        Arrays.stream(ofSwitch).max().orElse(0),
        portsOf[largest],
        fabric.nodeName(largest),
        headroom,
        worst < 0 ? "" : fabric.linkName(worst),
        roundTripPs(fabric, counts, fullBytes, controlBytes),
        scaleUpToo ? 1 : largestDomain(fabric));
  }

  private static int largestDomain(Fabric fabric) {
    Map<Integer, Integer> gpus = new HashMap<>();
    int largest = 1;
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      if (fabric.domain(endpoint) != Fabric.NONE) {
        largest = Math.max(largest, gpus.merge(fabric.domain(endpoint), 1, Integer::sum));
      }
    }
    return largest;
  }

  /** The sender learns of the pause a latency later, and then may just have begun a packet. */
  private static long headroomBytes(Fabric fabric, int link, int fullBytes) {
    double underWay = 2.0 * fabric.latencyPs(link) * (fabric.rateBps(link) / 8e12);
    return (long) Math.ceil(underWay) + 2L * fullBytes;
  }

  private static int argMax(int[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static long roundTripPs(
      Fabric fabric, IntPredicate counts, int fullBytes, int controlBytes) {
    long[] tripPs = new long[fabric.nodeCount()];
    Arrays.fill(tripPs, -1);
    int first = fabric.endpointNode(0);
    tripPs[first] = 0;
    Queue<Integer> queue = new ArrayDeque<>();
    queue.add(first);
    int last = first;
    while (!queue.isEmpty()) {
      int node = queue.remove();
      last = node;
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        int next = fabric.target(link);
        if (counts.test(link) && tripPs[next] < 0) {
          long rate = fabric.rateBps(link);
          tripPs[next] =
              tripPs[node]
                  + 2 * fabric.latencyPs(link)
                  + Durations.serializationPs(fullBytes, rate)
                  + Durations.serializationPs(controlBytes, rate);
          queue.add(next);
        }
      }
    }
    return tripPs[last];
  }
}
