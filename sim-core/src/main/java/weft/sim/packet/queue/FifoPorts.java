package weft.sim.packet.queue;

import weft.sim.fabric.Fabric;
import weft.sim.packet.store.PacketStore;
import weft.sim.unit.Durations;

/**
 * Ports with one queue, first in first out, that nothing ever pauses.
 *
 * <p>When such a port is given a packet, all is known: the packet starts when the port has sent
 * what it was given before. So a hop is one event, and the queue is a point in time: its depth is
 * the rate times how long the port is still busy, what is left of the packet under way included.
 */
public final class FifoPorts implements SwitchPorts {

  private final Links links;
  private final PacketStore store;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final long seed;
  private final double probability;
  private final long[] limitPs;
  private final long[] markPs;
  private final long[] markAllPs;

  /** Ports of all links. */
  public FifoPorts(
      Fabric fabric,
      Links links,
      PacketStore store,
      SwitchOptions options,
      PacketLoss loss,
      PortCounters counters,
      long seed) {
    this.links = links;
    this.store = store;
    this.loss = loss;
    this.counters = counters;
    this.seed = seed;
    Ecn ecn = options.ecn();
    probability = ecn == null ? 0 : ecn.probability();
    limitPs = durations(options.queueBytes());
    for (int link = 0; link < limitPs.length; link++) {
      // As QueuedPorts has it.
      limitPs[link] = fabric.isNic(fabric.source(link)) ? Durations.NEVER : limitPs[link];
    }
    markPs = durations(ecn == null ? Long.MAX_VALUE : ecn.minBytes());
    markAllPs = durations(ecn == null ? Long.MAX_VALUE : ecn.maxBytes());
  }

  private long[] durations(long bytes) {
    long[] durations = new long[links.count()];
    for (int link = 0; link < durations.length; link++) {
      durations[link] =
          bytes == Long.MAX_VALUE
              ? Durations.NEVER
              : Durations.serializationPs(bytes, links.rateBps(link));
    }
    return durations;
  }

  @Override
  public void enqueue(int port, int packet, int ingress, long nowPs) {
    long startPs = Math.max(nowPs, links.busyUntilPs(port));
    long queuePs = startPs - nowPs;
    if (queuePs > markPs[port] || queuePs >= markAllPs[port]) {
      mark(port, packet, queuePs);
    }
    if (queuePs + links.durationPs(port, store.wireBytes(packet)) > limitPs[port] && queuePs > 0) {
      counters.onDropped(port);
      loss.onDropped(port, packet);
      store.free(packet);
      return;
    }
    counters.onDepth(port, queuePs);
    links.transmit(port, packet, startPs);
  }

  private void mark(int port, int packet, long queuePs) {
    if (queuePs >= markAllPs[port]
        || isChosen(
            port, packet, (double) (queuePs - markPs[port]) / (markAllPs[port] - markPs[port]))) {
      store.mark(packet);
      counters.onMarked(port);
    }
  }

  private boolean isChosen(int port, int packet, double share) {
    return Marking.isChosen(seed, port, store, packet, share * probability);
  }

  @Override
  public void catchUp(int port, long nowPs) {}

  @Override
  public long backlogPs(int port, long nowPs) {
    return Math.max(0, links.busyUntilPs(port) - nowPs);
  }

  @Override
  public void onPause(int port, int trafficClass, boolean on, long nowPs) {
    throw new IllegalStateException("nobody pauses a plain queue");
  }

  /** What waits has a time at which it arrives: there it gets lost. */
  @Override
  public void fail(int port, long nowPs) {}

  @Override
  public long mostHeldBytes(int node) {
    return 0;
  }

  @Override
  public boolean holds(int port, int trafficClass, int ingress) {
    return false;
  }

  @Override
  public void onFree(int port, long nowPs) {}
}
