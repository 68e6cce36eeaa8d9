package weft.sim.packet.queue;

import java.util.BitSet;
import weft.sim.packet.store.PacketStore;

/**
 * The links that have failed since the run began. What is on one is lost, and so is what a node
 * wants to send over it: a queue that leads nowhere takes nothing.
 */
public final class DeadLinks {

  private final PacketStore store;
  private final PacketLoss loss;
  private final PortCounters counters;
  private final BitSet links = new BitSet();

  /** None yet. */
  public DeadLinks(PacketStore store, PacketLoss loss, PortCounters counters) {
    this.store = store;
    this.loss = loss;
    this.counters = counters;
  }

  /** A link has failed. */
  public void add(int link) {
    links.set(link);
  }

  /** Whether a link has failed. */
  public boolean contains(int link) {
    return links.get(link);
  }

  /** Whether no link has failed. */
  public boolean isEmpty() {
    return links.isEmpty();
  }

  /** A packet would have arrived by a dead link now. */
  public void loseOn(int link, int packet) {
    counters.onDropped(link);
    loss.onLost(link, packet);
    store.free(packet);
  }

  /** A packet that has arrived would have to leave by a dead link. */
  public void loseBefore(int link, int packet) {
    counters.onDropped(link);
    loss.onDropped(link, packet);
    store.free(packet);
  }
}
