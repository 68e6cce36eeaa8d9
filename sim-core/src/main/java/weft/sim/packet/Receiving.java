package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.transport.Transport;
import weft.sim.random.KeyedHash;

/** The receiving end of all flows: puts messages together, acknowledges, complains, asks. */
final class Receiving {

  private final PacketStore store;
  private final Wire wire;
  private final Flows flows;
  private final Messages messages;
  private final Transport transport;
  private final PathChoice choice;
  private final Sending sending;
  private final Hosts hosts;
  private final Pulls pulls;
  private final TransferEnd end;
  private final PacketBooks books;
  private final boolean controlFirst;
  private final int acknowledgeEvery;
  private final boolean isPulled;

  private Receiver[] receivers = new Receiver[0];

  /** Whether the answer to the packet at hand asks for another one as well, as in htsim. */
  private boolean asks;

  /** The receiving end of a flow. */
  private static final class Receiver {
    /** The message that is coming in. */
    int message = Messages.NONE;

    int unacknowledgedBytes;

    /** How often it has asked for a packet. */
    int pulled;
  }

  Receiving(
      PacketStore store,
      Wire wire,
      Flows flows,
      Messages messages,
      Transport transport,
      PathChoice choice,
      Sending sending,
      Hosts hosts,
      Pulls pulls,
      TransferEnd end,
      PacketBooks books,
      SwitchOptions switches) {
    this.store = store;
    this.wire = wire;
    this.flows = flows;
    this.messages = messages;
    this.transport = transport;
    this.choice = choice;
    this.sending = sending;
    this.hosts = hosts;
    this.pulls = pulls;
    this.end = end;
    this.books = books;
    controlFirst = switches.controlFirst();
    acknowledgeEvery = transport.acknowledgeEveryBytes();
    isPulled = transport.isPulled();
  }

  void open(int flow) {
    if (flow == receivers.length) {
      receivers = Arrays.copyOf(receivers, Math.max(64, 2 * flow));
    }
    receivers[flow] = new Receiver();
    // The first packet is acknowledged at once.
    receivers[flow].unacknowledgedBytes = acknowledgeEvery - 1;
  }

  void expect(int flow, int message) {
    if (receivers[flow].message == Messages.NONE) {
      receivers[flow].message = message;
    }
  }

  /** A data packet, or what is left of it, has arrived. */
  void onData(int packet, long nowPs) {
    int flow = store.flow(packet);
    int sequence = store.sequence(packet);
    Recovery recovery = sending.recovery(flow);
    if (store.isMarked(packet) && transport.notifiesCongestion(flow, nowPs)) {
      notifyCongestion(flow, nowPs);
    }
    asks = isPulled && receivers[flow].message != Messages.NONE && pulls.ask(flow, nowPs);
    if (store.isTrimmed(packet)) {
      int missing = recovery.receiveTrimmed(sequence);
      if (missing < 0) {
        store.free(packet);
      } else {
        reply(packet, PacketStore.NACK, missing, nowPs);
      }
      return;
    }
    int bytes = store.wireBytes(packet);
    int verdict = recovery.receive(sequence);
    if (verdict == Recovery.NEW) {
      books.onReceived(bytes, flows.detour(flow, store.position(packet)));
      acknowledgeNew(packet, flow, sequence, bytes, nowPs);
      deliver(flow);
      return;
    }
    books.onUseless(bytes, flows.crossed(flow, store.position(packet)));
    switch (verdict) {
      case Recovery.DUPLICATE ->
          reply(packet, PacketStore.ACK, recovery.acknowledged(sequence), nowPs);
      case Recovery.OUT_OF_ORDER -> reply(packet, PacketStore.NACK, recovery.expected(), nowPs);
      default -> store.free(packet);
    }
  }

  private void acknowledgeNew(int packet, int flow, int sequence, int bytes, long nowPs) {
    receivers[flow].unacknowledgedBytes += bytes;
    if (receivers[flow].unacknowledgedBytes >= acknowledgeEvery
        || store.isMarked(packet)
        || store.isNoted(packet)
        || isComplete(flow)) {
      receivers[flow].unacknowledgedBytes = 0;
      reply(packet, PacketStore.ACK, sending.recovery(flow).acknowledged(sequence), nowPs);
    } else {
      store.free(packet);
    }
  }

  private boolean isComplete(int flow) {
    return messages.end(receivers[flow].message) <= sending.recovery(flow).expected();
  }

  private void deliver(int flow) {
    while (receivers[flow].message != Messages.NONE && isComplete(flow)) {
      int message = receivers[flow].message;
      receivers[flow].message = messages.next(message);
      if (isPulled && receivers[flow].message == Messages.NONE) {
        pulls.release(flow);
      }
      end.onReceived(messages.transfer(message));
    }
  }

  /** Sends a packet back as an answer; a mark goes with it. */
  private void reply(int packet, int kind, int sequence, long nowPs) {
    int flow = store.flow(packet);
    boolean isMarked = store.isMarked(packet);
    int row =
        choice.ackRow(flow, sequence, flows.row(flow, store.position(packet)), flows.ackRows(flow));
    store.turn(packet, kind, sequence, flows.ackPosition(flow, row), wire.controlBytes());
    if (isMarked) {
      store.mark(packet);
    }
    if (asks) {
      store.note(packet);
      receivers[flow].pulled++;
    }
    send(packet, flow, nowPs);
  }

  private void notifyCongestion(int flow, long nowPs) {
    send(control(PacketStore.CNP, flow, 0), flow, nowPs);
  }

  /** Sends a request for another packet. */
  void sendPull(int flow, long nowPs) {
    send(control(PacketStore.PULL, flow, ++receivers[flow].pulled), flow, nowPs);
  }

  private int control(int kind, int flow, int sequence) {
    int row =
        KeyedHash.choose(
            KeyedHash.mix(KeyedHash.mix(kind, flows.key(flow)), sequence), flows.ackRows(flow));
    return store.create(kind, flow, sequence, flows.ackPosition(flow, row), wire.controlBytes());
  }

  private void send(int packet, int flow, long nowPs) {
    store.setTrafficClass(packet, controlFirst ? 0 : flows.trafficClass(flow));
    hosts.sendControl(flows.ackPort(flow), packet, nowPs);
  }
}
