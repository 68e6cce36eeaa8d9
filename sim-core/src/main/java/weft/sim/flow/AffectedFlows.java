package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import weft.sim.flow.maxmin.LiveFlows;
import weft.sim.flow.maxmin.MaxMinSystem;

/**
 * The part of the traffic whose rates may have changed: all flows that are connected to a touched
 * link through shared links, component by component, each as a compact system for the solver.
 */
final class AffectedFlows {

  private static final int NONE = -1;

  /** Flows of a link that are followed to find whether traffic avalanches. An assumption. */
  private static final int SAMPLE = 4;

  /** Looking at fewer hops is cheap enough without. An assumption. */
  private static final int MANY_HOPS = 1 << 16;

  private final LiveFlows live;
  private final Sharings sharings;
  private final double[] capacities;

  /** Number of a link in the system that it is in; −1 if it is in none. */
  private final int[] numberOfLink;

  /** Links that were touched, each once. */
  private int[] touched = new int[64];

  private final boolean[] isTouched;
  private int touchedCount;
  private int nextTouched;

  /** Links that a search would look at. */
  private final IntArrayList sampled = new IntArrayList();

  private final boolean[] isSampled;

  private boolean[] seenFlow = new boolean[0];

  /** Links and flows of all components so far, and of the selected one the ends among them. */
  private int[] links = new int[64];

  private int linkCount;
  private int firstLink;
  private int endLink;
  private int[] flows = new int[64];
  private int flowCount;
  private int firstFlow;
  private int endFlow;

  /** Where each component begins. */
  private final IntArrayList firstLinks = new IntArrayList();

  private final IntArrayList firstFlows = new IntArrayList();

  AffectedFlows(LiveFlows live, Sharings sharings, double[] capacities) {
    this.live = live;
    this.sharings = sharings;
    this.capacities = capacities;
    isTouched = new boolean[capacities.length];
    isSampled = new boolean[capacities.length];
    numberOfLink = new int[capacities.length];
    Arrays.fill(numberOfLink, NONE);
  }

  /** The flows on a link have to be solved again. */
  void touch(int link) {
    if (isTouched[link]) {
      return;
    }
    isTouched[link] = true;
    if (touchedCount == touched.length) {
      touched = IntArrays.grow(touched, touchedCount + 1, touchedCount);
    }
    touched[touchedCount++] = link;
  }

  /**
   * Finds the components of what was touched, breadth first.
   *
   * @param most how many hops may be looked at
   * @return false if it was given up, because they are more
   */
  boolean search(long most) {
    if (hopsOfTouched() > most || hopsOfSample(most) > most) {
      return false;
    }
    long work = 0;
    for (; nextTouched < touchedCount; nextTouched++) {
      if (numberOfLink[touched[nextTouched]] != NONE) {
        continue;
      }
      firstLinks.add(linkCount);
      firstFlows.add(flowCount);
      addLink(touched[nextTouched]);
      for (int next = firstLinks.getInt(components() - 1); next < linkCount; next++) {
        int link = links[next];
        int count = live.count(link);
        work += count;
        if (work > most) {
          return false;
        }
        for (int k = 0; k < count; k++) {
          addFlow(live.flow(link, k));
        }
      }
    }
    return true;
  }

  /** All of them would be looked at. */
  private long hopsOfTouched() {
    long hops = 0;
    for (int i = nextTouched; i < touchedCount; i++) {
      hops += numberOfLink[touched[i]] == NONE ? live.count(touched[i]) : 0;
    }
    return hops;
  }

  /**
   * At least as many would be looked at: those of the links that are reached when of each link only
   * some flows are followed. Where traffic avalanches, that is most of all.
   *
   * @param most hops from which on it need not be known better
   */
  private long hopsOfSample(long most) {
    if (most < MANY_HOPS || most == Long.MAX_VALUE) {
      return 0;
    }
    long hops = 0;
    sampled.clear();
    for (int i = nextTouched; i < touchedCount; i++) {
      hops += sample(touched[i]);
    }
    for (int next = 0; next < sampled.size() && hops <= most; next++) {
      int link = sampled.getInt(next);
      for (int k = 0; k < Math.min(SAMPLE, live.count(link)); k++) {
        int flow = live.flow(link, k);
        for (int hop = live.firstHop(flow); hop < live.endHop(flow); hop++) {
          hops += sample(live.linkAt(hop));
        }
      }
    }
    for (int i = 0; i < sampled.size(); i++) {
      isSampled[sampled.getInt(i)] = false;
    }
    return hops;
  }

  /** The hops that a link adds to the sample. */
  private long sample(int link) {
    if (isSampled[link] || numberOfLink[link] != NONE) {
      return 0;
    }
    isSampled[link] = true;
    sampled.add(link);
    return live.count(link);
  }

  /** How many components were found since the last reset. */
  int components() {
    return firstLinks.size();
  }

  /** A component that was found is the one that the other methods are about. */
  void select(int component) {
    boolean last = component + 1 == components();
    firstLink = firstLinks.getInt(component);
    endLink = last ? linkCount : firstLinks.getInt(component + 1);
    firstFlow = firstFlows.getInt(component);
    endFlow = last ? flowCount : firstFlows.getInt(component + 1);
  }

  /** Forgets what was touched and found. */
  void reset() {
    for (int i = 0; i < linkCount; i++) {
      numberOfLink[links[i]] = NONE;
    }
    for (int i = 0; i < flowCount; i++) {
      seenFlow[flows[i]] = false;
    }
    for (int i = 0; i < touchedCount; i++) {
      isTouched[touched[i]] = false;
    }
    touchedCount = 0;
    nextTouched = 0;
    linkCount = 0;
    flowCount = 0;
    firstLinks.clear();
    firstFlows.clear();
  }

  /** Flows of the component. */
  int flowCount() {
    return endFlow - firstFlow;
  }

  /** The slot of a flow of it. */
  int flow(int number) {
    return flows[firstFlow + number];
  }

  /** Links of the component. */
  int linkCount() {
    return endLink - firstLink;
  }

  /** The fabric's id of a link of it. */
  int link(int number) {
    return links[firstLink + number];
  }

  /** Links of all components. */
  int allLinks() {
    return linkCount;
  }

  /** One of them. */
  int anyLink(int index) {
    return links[index];
  }

  /** Puts the component into a system for the solver. */
  void describe(MaxMinSystem system) {
    int count = linkCount();
    system.clear(count);
    for (int link = 0; link < count; link++) {
      system.capacity(link, capacities[link(link)]);
    }
    for (int i = firstFlow; i < endFlow; i++) {
      sharings.addTo(system, flows[i]);
      int end = live.endHop(flows[i]);
      for (int hop = live.firstHop(flows[i]); hop < end; hop++) {
        system.addHop(numberOfLink[live.linkAt(hop)], live.shareAt(hop));
      }
    }
  }

  private void addLink(int link) {
    if (numberOfLink[link] == NONE) {
      if (linkCount == links.length) {
        links = IntArrays.grow(links, linkCount + 1, linkCount);
      }
      numberOfLink[link] = linkCount - firstLinks.getInt(components() - 1);
      links[linkCount++] = link;
    }
  }

  private void addFlow(int flow) {
    if (flow >= seenFlow.length) {
      seenFlow = Arrays.copyOf(seenFlow, Math.max(64, 2 * flow));
    }
    if (seenFlow[flow]) {
      return;
    }
    seenFlow[flow] = true;
    if (flowCount == flows.length) {
      flows = IntArrays.grow(flows, flowCount + 1, flowCount);
    }
    flows[flowCount++] = flow;
    int end = live.endHop(flow);
    for (int hop = live.firstHop(flow); hop < end; hop++) {
      addLink(live.linkAt(hop));
    }
  }
}
