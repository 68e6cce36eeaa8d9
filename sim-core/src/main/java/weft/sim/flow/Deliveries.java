package weft.sim.flow;

import it.unimi.dsi.fastutil.ints.IntArrays;
import weft.sim.event.Engine;
import weft.sim.transfer.Transfers;

/**
 * Transfers that have left their links: each is delivered one path latency later. Those that leave
 * one after the other in the same instant and have the same latency share an event.
 */
final class Deliveries {

  private static final int NOBODY = -1;

  private final Engine engine;
  private final Transfers transfers;
  private final int onDelivered;
  private final int onFree;

  /** By slot, who is delivered next by the same event. */
  private int[] behind = new int[0];

  /** Of the event that may take more: who comes last, and the latency. */
  private int last = NOBODY;

  private long latencyPs;

  Deliveries(Engine engine, Transfers transfers) {
    this.engine = engine;
    this.transfers = transfers;
    onDelivered = engine.register(slot -> deliver((int) slot));
    onFree = engine.register(slot -> transfers.free((int) slot));
  }

  /** A transfer has left its links in this instant. */
  void add(int slot, long itsLatencyPs) {
    if (slot >= behind.length) {
      behind = IntArrays.grow(behind, transfers.capacity(), behind.length);
    }
    behind[slot] = NOBODY;
    if (transfers.isAwaited(slot)) {
      engine.schedule(engine.nowPs(), onFree, slot);
      last = NOBODY;
    }
    if (last != NOBODY && itsLatencyPs == latencyPs) {
      behind[last] = slot;
    } else {
      engine.scheduleAfter(itsLatencyPs, onDelivered, slot);
      latencyPs = itsLatencyPs;
    }
    last = slot;
  }

  /** The next to be added does not belong to those before it: time has passed, or may have. */
  void close() {
    last = NOBODY;
  }

  /** Whoever is delivered may start another transfer in its slot. */
  private void deliver(int first) {
    int slot = first;
    while (slot != NOBODY) {
      int next = behind[slot];
      transfers.deliver(slot);
      slot = next;
    }
  }
}
