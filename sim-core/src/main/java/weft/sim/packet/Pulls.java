package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.PacketFabric;
import weft.sim.packet.store.PacketEvents;
import weft.sim.unit.Durations;

/**
 * Receivers that ask for packets, one by one and in turn among their flows, no faster than their
 * links can take them (NDP: Handley et al., SIGCOMM 2017, section 3.2). Where a GPU is behind a
 * NIC, that is the slower one of its own link and all links together that join the NIC to others
 * than GPUs; GPUs that share a NIC each ask as if it were theirs alone.
 */
final class Pulls {

  private static final int NONE = -1;

  private final PacketEvents events;
  private final Flows flows;
  private final long[] gapPs;
  private final long[] notBefore;
  private final boolean[] isDue;
  private final int[] first;
  private final int[] last;
  private int[] wanted = new int[0];
  private int[] next = new int[0];
  private boolean[] isListed = new boolean[0];

  Pulls(
      PacketFabric fabric,
      Links links,
      PacketEvents events,
      Flows flows,
      int fullBytes,
      double share) {
    this.events = events;
    this.flows = flows;
    gapPs = new long[links.count()];
    for (int link = 0; link < gapPs.length; link++) {
      long rateBps = Math.min(links.rateBps(link), behindBps(fabric, links, link));
      gapPs[link] = (long) Math.ceil(Durations.serializationPs(fullBytes, rateBps) / share);
    }
    notBefore = new long[links.count()];
    isDue = new boolean[links.count()];
    first = new int[links.count()];
    Arrays.fill(first, NONE);
    last = new int[links.count()];
  }

  /** What a NIC that a link leads to can take to and fro the network; no limit for others. */
  private static long behindBps(PacketFabric fabric, Links links, int port) {
    int node = fabric.target(port);
    if (!fabric.isNic(node)) {
      return Long.MAX_VALUE;
    }
    long rateBps = 0;
    for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
      if (fabric.nodeLevel(fabric.target(link)) > fabric.nodeLevel(node)) {
        rateBps += links.rateBps(link);
      }
    }
    return rateBps == 0 ? Long.MAX_VALUE : rateBps;
  }

  void open(int flow) {
    if (flow == next.length) {
      wanted = Arrays.copyOf(wanted, Math.max(64, 2 * flow));
      next = Arrays.copyOf(next, wanted.length);
      isListed = Arrays.copyOf(isListed, wanted.length);
    }
  }

  /**
   * A flow has room for one packet more.
   *
   * @return whether it may ask at once, with the answer that it is about to send
   */
  boolean ask(int flow, long nowPs) {
    int port = flows.ackPort(flow).link();
    if (!isDue[port] && notBefore[port] <= nowPs) {
      notBefore[port] = nowPs + gapPs[port];
      return true;
    }
    wanted[flow]++;
    if (!isListed[flow]) {
      append(port, flow);
    }
    if (!isDue[port]) {
      isDue[port] = true;
      events.addTimer(Math.max(nowPs, notBefore[port]), Timers.pull(port));
    }
    return false;
  }

  /** The flow whose turn it is; −1 if none wants anything. */
  int take(int port, long nowPs) {
    isDue[port] = false;
    int flow = NONE;
    while (flow == NONE || wanted[flow] == 0) {
      flow = first[port];
      if (flow == NONE) {
        return NONE;
      }
      first[port] = next[flow];
      isListed[flow] = false;
    }
    if (--wanted[flow] > 0) {
      append(port, flow);
    }
    notBefore[port] = nowPs + gapPs[port];
    if (first[port] != NONE) {
      isDue[port] = true;
      events.addTimer(notBefore[port], Timers.pull(port));
    }
    return flow;
  }

  /** A flow has everything: what it wanted is of no use any more. */
  void release(int flow) {
    wanted[flow] = 0;
  }

  private void append(int port, int flow) {
    isListed[flow] = true;
    next[flow] = NONE;
    if (first[port] == NONE) {
      first[port] = flow;
    } else {
      next[last[port]] = flow;
    }
    last[port] = flow;
  }
}
