package weft.sim.collective.exec;

import weft.sim.collective.RingSchedule;
import weft.sim.event.Engine;
import weft.sim.transfer.NetworkModel;

/**
 * A ring step by step over a network model: each chunk is a transfer of its own, which starts when
 * the chunk before it has left and the one to be sent has come. A position is told of neither but
 * by deliveries, so the fabric must have no latency, and steps cost nothing.
 */
final class SteppedRing {

  private final Engine engine;
  private final NetworkModel network;
  private final RingSchedule schedule;
  private final int listener;

  /** Of each position, chunks that it has sent, and chunks that have come to it. */
  private final int[] sent;

  private final int[] received;
  private final boolean[] sending;
  private long endPs;

  /** A ring over endpoints 0 … n − 1. */
  SteppedRing(Engine engine, NetworkModel network, RingSchedule schedule) {
    this.engine = engine;
    this.network = network;
    this.schedule = schedule;
    listener = network.register((token, link) -> delivered((int) token));
    sent = new int[schedule.ranks()];
    received = new int[schedule.ranks()];
    sending = new boolean[schedule.ranks()];
  }

  void start() {
    for (int position = 0; position < sent.length; position++) {
      send(position);
    }
  }

  /** When the last chunk came. */
  long endPs() {
    return endPs;
  }

  private void send(int position) {
    int step = sent[position];
    if (!sending[position] && step < schedule.steps() && received[position] >= step) {
      sending[position] = true;
      network.start(
          position,
          (position + 1) % sent.length,
          0,
          schedule.chunkBytes(schedule.chunk(position, step)),
          listener,
          position);
    }
  }

  private void delivered(int position) {
    int next = (position + 1) % sent.length;
    sent[position]++;
    received[next]++;
    sending[position] = false;
    endPs = engine.nowPs();
    send(position);
    send(next);
  }
}
