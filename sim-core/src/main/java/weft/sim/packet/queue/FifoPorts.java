package weft.sim.packet.queue;

import weft.sim.packet.store.PacketStore;
import weft.sim.unit.Durations;

/**
 * Ports with one queue, first in first out, that nothing ever pauses.
 *
 * <p>When such a port is given a packet, all is known: the packet starts when the port has sent
 * what it was given before. So a hop is one event, and the queue is a point in time: its depth is
 * the rate times how long the port is still busy, what is left of the packet under way included.
 *
 * <p>By that it marks and drops. {@link QueuedPorts} count the packet under way as a whole, and
 * make no exception for one that is longer than an idle port's queue, so they mark and drop others.
 */
public final class FifoPorts implements SwitchPorts {

  private final Links links;
  private final PacketStore store;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final Marking marking;
  private final double probability;

  // Of each port's queue, in picoseconds that the port needs to send it.
  private final long[] markPs;
  private final long[] markAllPs;
  private final long[] mostPs;

  /** Ports of all links. */
  public FifoPorts(
      Links links,
      PacketStore store,
      SwitchOptions options,
      PacketLoss loss,
      PortCounters counters,
      Marking marking) {
    this.links = links;
    this.store = store;
    this.loss = loss;
    this.counters = counters;
    this.marking = marking;
    Ecn ecn = options.ecn();
    probability = ecn == null ? 0 : ecn.probability();
    markPs = new long[links.count()];
    markAllPs = new long[links.count()];
    mostPs = new long[links.count()];
    for (int link = 0; link < markPs.length; link++) {
      // A host that forwards has room for all, as QueuedPorts has it.
      boolean hasLimit = !links.port(link).isOfNic;
      markPs[link] = durationPs(link, ecn == null ? Long.MAX_VALUE : ecn.minBytes());
      markAllPs[link] = durationPs(link, ecn == null ? Long.MAX_VALUE : ecn.maxBytes());
      mostPs[link] = durationPs(link, hasLimit ? options.queueBytes() : Long.MAX_VALUE);
    }
  }

  private long durationPs(int port, long bytes) {
    return bytes == Long.MAX_VALUE
        ? Durations.NEVER
        : Durations.serializationPs(bytes, links.rateBps(port));
  }

  @Override
  public void enqueue(Port port, int packet, Port ingress, long nowPs) {
    int bytes = store.wireBytes(packet);
    // Whether a port is busy is a toss-up: masking costs less than a wrong guess, which max makes.
    long busyPs = port.busyUntilPs - nowPs;
    long queuePs = busyPs & ~(busyPs >> 63);
    long durationPs = port.durationPs(bytes);
    if (queuePs + durationPs <= port.usualDepth
        || admit(port, packet, queuePs + durationPs, queuePs)) {
      links.transmit(port, packet, bytes, nowPs + queuePs, durationPs);
    }
  }

  /** What matters only to a queue that is longer than it has been, or than is marked. */
  private boolean admit(Port port, int packet, long depthPs, long queuePs) {
    int link = port.link;
    if (depthPs > mostPs[link] && queuePs > 0) {
      counters.onDropped(link);
      loss.onDropped(link, packet);
      store.free(packet);
      return false;
    }
    if (queuePs > markPs[link] || queuePs >= markAllPs[link]) {
      mark(link, packet, queuePs);
    }
    if (depthPs > port.peak) {
      port.peak = depthPs;
      port.usualDepth =
          Math.min(Math.min(depthPs, mostPs[link]), Math.min(markPs[link], markAllPs[link] - 1));
    }
    return true;
  }

  private void mark(int link, int packet, long queuePs) {
    if (queuePs >= markAllPs[link]
        || marking.isChosen(
            link,
            packet,
            probability * (queuePs - markPs[link]) / (markAllPs[link] - markPs[link]))) {
      store.mark(packet);
      counters.onMarked(link);
    }
  }

  @Override
  public long peakBytes(Port port) {
    return (long) (port.peak * (port.rateBps / 8e12));
  }

  @Override
  public boolean areLate() {
    return false;
  }

  @Override
  public void catchUp(Port port, long nowPs) {}

  @Override
  public long backlogPs(Port port, long nowPs) {
    return Math.max(0, port.busyUntilPs - nowPs);
  }

  @Override
  public void onPause(Port port, int trafficClass, boolean on, long nowPs) {
    throw new IllegalStateException("nobody pauses a plain queue");
  }

  /** What waits has a time at which it arrives: there it gets lost. */
  @Override
  public void fail(Port port, long nowPs) {}

  @Override
  public long mostHeldBytes(int node) {
    return 0;
  }

  @Override
  public boolean holds(Port port, int trafficClass, int ingress) {
    return false;
  }

  @Override
  public void onFree(Port port, long nowPs) {}
}
