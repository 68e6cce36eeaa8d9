package weft.scenario.packet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.unit.Durations;

/**
 * What thresholds follow from, of the links on which there are packets.
 *
 * @param links number of all links of the fabric
 * @param slowest the slowest link
 * @param slowestBps its rate, bits per second
 * @param fastestPortBps rate of the fastest port of a switch; of the fastest link if there is none;
 *     this and the next three are of the scale-out network, if that has a switch
 * @param switchBps rate of all ports of the switch with the most
 * @param ports most links that enter a switch
 * @param largestSwitch that switch
 * @param headroomBytes what arrives after a pause was sent: 2 × latency × rate and two full packets
 *     of the link that enters a switch where this is most
 * @param headroomLink that link; empty if there is no switch
 * @param sharedHeadroomBytes the most of the scale-out network, if that has a switch; its buffers
 *     are divided with that
 * @param typicalBytes 2 × latency × rate of the median of the links that enter a switch
 * @param roundTripPs a full packet and its acknowledgement, from the first GPU to the one that is
 *     the most links away, without any queue, picoseconds
 * @param longestRoundTripPs the same on the slowest of the shortest ways between the GPUs that two
 *     searches, the second from the farthest GPU of the first, find farthest apart: the longest of
 *     a tree, a lower bound elsewhere
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
    long sharedHeadroomBytes,
    long typicalBytes,
    long roundTripPs,
    long longestRoundTripPs,
    int domain) {

  static LinkFacts of(Fabric fabric, boolean scaleUpToo, int fullBytes, int controlBytes) {
    ScaleUpLinks scaleUp = new ScaleUpLinks(fabric);
    IntPredicate counts = link -> scaleUpToo || !scaleUp.contains(link);
    boolean[] isEndpoint = fabric.endpointNodes();
    // Switches inside a host must not set what those between hosts have.
    boolean outside = hasSwitch(fabric, isEndpoint, link -> !scaleUp.contains(link));
    IntPredicate shapes = link -> counts.test(link) && !(outside && scaleUp.contains(link));
    int slowest = -1;
    int worst = -1;
    long fastestPort = 0;
    long fastest = 0;
    long headroom = 0;
    List<Long> underWay = new ArrayList<>();
    long[] ofSwitch = new long[fabric.nodeCount()];
    int[] portsOf = new int[fabric.nodeCount()];
    for (int link = 0; link < fabric.linkCount(); link++) {
      if (!counts.test(link)) {
        continue;
      }
      long rate = fabric.rateBps(link);
      slowest = slowest < 0 || rate < fabric.rateBps(slowest) ? link : slowest;
      fastest = shapes.test(link) ? Math.max(fastest, rate) : fastest;
      int from = fabric.source(link);
      int to = fabric.target(link);
      if (!isEndpoint[from] && shapes.test(link)) {
        ofSwitch[from] += rate;
        fastestPort = fabric.isNic(from) ? fastestPort : Math.max(fastestPort, rate);
      }
      if (!isEndpoint[to]) {
        portsOf[to] += shapes.test(link) ? 1 : 0;
        long needed = headroomBytes(fabric, link, fullBytes);
        if (shapes.test(link)) {
          underWay.add(needed - 2L * fullBytes);
        }
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
        underWay.isEmpty() ? 0 : Collections.max(underWay) + 2L * fullBytes,
        median(underWay),
        roundTripPs(fabric, counts, fullBytes, controlBytes),
        new LongestTrip(fabric, counts, isEndpoint, fullBytes, controlBytes).roundTripPs(),
        scaleUpToo ? 1 : largestDomain(fabric));
  }

  /** Whether one of these links enters a switch that is not part of a NIC. */
  private static boolean hasSwitch(Fabric fabric, boolean[] isEndpoint, IntPredicate links) {
    return IntStream.range(0, fabric.linkCount())
        .filter(links)
        .map(fabric::target)
        .anyMatch(node -> !isEndpoint[node] && !fabric.isNic(node));
  }

  private static long median(List<Long> values) {
    return values.isEmpty()
        ? 0
        : values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElseThrow();
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
