package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.fabric.Fabric;
import weft.sim.flow.maxmin.MaxMinSystem;
import weft.sim.route.Paths;

/**
 * The part of the traffic whose rates may have changed: all flows that are connected to a touched
 * link through shared links, as a compact system for the solver.
 */
final class AffectedFlows {

  private final Fabric fabric;
  private final Paths paths;
  private final ActiveFlows active;

  /** Number of a link in the system; −1 if it is not in it. */
  private final int[] numberOfLink;

  private boolean[] seenFlow = new boolean[0];
  private int[] links = new int[64];
  private int linkCount;
  private int[] flows = new int[64];
  private int flowCount;
  private int[] firstHops = new int[65];
  private int[] hops = new int[256];
  private double[] capacities = new double[64];

  AffectedFlows(Fabric fabric, Paths paths, ActiveFlows active) {
    this.fabric = fabric;
    this.paths = paths;
    this.active = active;
    numberOfLink = new int[fabric.linkCount()];
    Arrays.fill(numberOfLink, -1);
  }

  /** The flows on the links of a path have to be solved again. */
  void touch(int path) {
    for (int hop = 0; hop < paths.hops(path); hop++) {
      addLink(paths.link(path, hop));
    }
  }

  /** Collects what is connected to the touched links, breadth first. */
  void collect() {
    int hopCount = 0;
    for (int next = 0; next < linkCount; next++) {
      int link = links[next];
      for (int k = 0; k < active.count(link); k++) {
        int flow = active.flow(link, k);
        if (addFlow(flow)) {
          hopCount = addHops(active.path(flow), hopCount);
          firstHops[flowCount] = hopCount;
        }
      }
    }
  }

  /** Forgets everything. */
  void reset() {
    for (int i = 0; i < linkCount; i++) {
      numberOfLink[links[i]] = -1;
    }
    for (int i = 0; i < flowCount; i++) {
      seenFlow[flows[i]] = false;
    }
    linkCount = 0;
    flowCount = 0;
  }

  int flowCount() {
    return flowCount;
  }

  /** The slot of a flow of the system. */
  int flow(int number) {
    return flows[number];
  }

  int linkCount() {
    return linkCount;
  }

  /** The fabric's id of a link of the system. */
  int link(int number) {
    return links[number];
  }

  /** Puts what was collected into a system for the solver. */
  void describe(MaxMinSystem system) {
    system.clear(linkCount);
    for (int link = 0; link < linkCount; link++) {
      system.capacity(link, capacities[link]);
    }
    for (int flow = 0; flow < flowCount; flow++) {
      int path = active.path(flows[flow]);
      system.addFlow();
      for (int hop = firstHops[flow]; hop < firstHops[flow + 1]; hop++) {
        system.addHop(hops[hop], paths.share(path, hop - firstHops[flow]));
      }
    }
  }

  private int addLink(int link) {
    int number = numberOfLink[link];
    if (number < 0) {
      number = linkCount++;
      numberOfLink[link] = number;
      links = IntArrays.grow(links, linkCount, number);
      if (capacities.length < links.length) {
        capacities = Arrays.copyOf(capacities, links.length);
      }
      links[number] = link;
      capacities[number] = fabric.payloadRateBps(link);
    }
    return number;
  }

  private boolean addFlow(int flow) {
    if (flow >= seenFlow.length) {
      seenFlow = Arrays.copyOf(seenFlow, Math.max(64, 2 * flow));
    }
    if (seenFlow[flow]) {
      return false;
    }
    seenFlow[flow] = true;
    flows = IntArrays.grow(flows, flowCount + 1, flowCount);
    flows[flowCount++] = flow;
    firstHops = IntArrays.grow(firstHops, flowCount + 1, flowCount);
    return true;
  }

  private int addHops(int path, int from) {
    int count = paths.hops(path);
    hops = IntArrays.grow(hops, from + count, from);
    for (int hop = 0; hop < count; hop++) {
      hops[from + hop] = addLink(paths.link(path, hop));
    }
    return from + count;
  }
}
