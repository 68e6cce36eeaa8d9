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

  private static final int WORDS = 2;
  private static final int MARK = 0;
  private static final int MARK_ALL = 1;
  private static final int LIMIT = 2;
  private static final int PEAK = 3;

  private final Links links;
  private final PacketStore store;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final Marking marking;
  private final double probability;

  /** Of each port, side by side; queues in picoseconds. */
  private final long[] words;

  /** Ports of all links. */
  public FifoPorts(
      Fabric fabric,
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
    words = new long[links.count() << WORDS];
    for (int port = 0; port < links.count(); port++) {
      int at = port << WORDS;
      words[at + MARK] = durationPs(port, ecn == null ? Long.MAX_VALUE : ecn.minBytes());
      words[at + MARK_ALL] = durationPs(port, ecn == null ? Long.MAX_VALUE : ecn.maxBytes());
      // A host that forwards has room for all, as QueuedPorts has it.
      boolean hasLimit = !fabric.isNic(fabric.source(port));
      words[at + LIMIT] = durationPs(port, hasLimit ? options.queueBytes() : Long.MAX_VALUE);
    }
  }

  private long durationPs(int port, long bytes) {
    return bytes == Long.MAX_VALUE
        ? Durations.NEVER
        : Durations.serializationPs(bytes, links.rateBps(port));
  }

  @Override
  public void enqueue(int port, int packet, int ingress, long nowPs) {
    int at = port << WORDS;
    long startPs = Math.max(nowPs, links.busyUntilPs(port));
    long queuePs = startPs - nowPs;
    int bytes = store.wireBytes(packet);
    long durationPs = links.durationPs(port, bytes);
    if (queuePs + durationPs > words[at + LIMIT] && queuePs > 0) {
      counters.onDropped(port);
      loss.onDropped(port, packet);
      store.free(packet);
      return;
    }
    if (queuePs > words[at + MARK] || queuePs >= words[at + MARK_ALL]) {
      mark(port, packet, queuePs);
    }
    if (queuePs + durationPs > words[at + PEAK]) {
      words[at + PEAK] = queuePs + durationPs;
    }
    links.transmit(port, packet, bytes, startPs, durationPs);
  }

  private void mark(int port, int packet, long queuePs) {
    long markPs = words[(port << WORDS) + MARK];
    long markAllPs = words[(port << WORDS) + MARK_ALL];
    if (queuePs >= markAllPs
        || marking.isChosen(
            port, packet, probability * (queuePs - markPs) / (markAllPs - markPs))) {
      store.mark(packet);
      counters.onMarked(port);
    }
  }

  @Override
  public long peakBytes(int port) {
    return (long) (words[(port << WORDS) + PEAK] * (links.rateBps(port) / 8e12));
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
