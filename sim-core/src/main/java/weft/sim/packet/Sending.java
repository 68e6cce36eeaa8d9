package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.Telemetry;
import weft.sim.packet.transport.Acknowledgement;
import weft.sim.packet.transport.Transport;
import weft.sim.unit.LimitException;

/**
 * The sending end of all flows: cuts transfers into packets, asks the transport whether one may go,
 * and hands acknowledgements to it.
 */
final class Sending {

  private final PacketStore store;
  private final PacketEvents events;
  private final Wire wire;
  private final Flows flows;
  private final Messages messages;
  private final Transport transport;
  private final PathChoice choice;
  private final Acknowledgement acknowledgement = new Acknowledgement();
  private final TransferEnd end;
  private final PacketBooks books;

  private Sender[] senders = new Sender[0];
  private Recovery[] recoveries = new Recovery[0];
  private final boolean acknowledgesSome;
  private final boolean isPulled;
  private final boolean hasTelemetry;
  private long repeated;
  private long timeouts;

  Sending(
      PacketStore store,
      PacketEvents events,
      Wire wire,
      Flows flows,
      Messages messages,
      Transport transport,
      PathChoice choice,
      TransferEnd end,
      PacketBooks books) {
    this.books = books;
    this.store = store;
    this.events = events;
    this.wire = wire;
    this.flows = flows;
    this.messages = messages;
    this.transport = transport;
    this.choice = choice;
    this.end = end;
    acknowledgesSome = transport.acknowledgeEveryBytes() > 1;
    isPulled = transport.isPulled();
    hasTelemetry = store.hasTelemetry();
  }

  /** What a flow has sent and what has arrived. */
  Recovery recovery(int flow) {
    return recoveries[flow];
  }

  void open(int flow) {
    if (flow == senders.length) {
      int size = Math.max(64, 2 * flow);
      senders = Arrays.copyOf(senders, size);
      recoveries = Arrays.copyOf(recoveries, size);
    }
    Sender sender = new Sender(messages, wire);
    senders[flow] = sender;
    transport.open(flow, flows.path(flow));
    long most = transport.mostInFlightBytes(flow) / wire.fullBytes() + 1;
    recoveries[flow] =
        switch (transport.recovery()) {
          case GO_BACK_N -> new GoBackN(sender);
          case SELECTIVE -> new SelectiveRepeat(sender, (int) Math.min(most, 1 << 24));
        };
    choice.open(flow, flows.rows(flow));
  }

  /** A flow has other paths than before; what it knows of its losses and its pace stays. */
  void rerouted(int flow) {
    choice.open(flow, flows.rows(flow));
    transport.onPathChanged(flow, flows.path(flow));
  }

  /** Whether everything that a flow had to send is acknowledged. */
  boolean isIdle(int flow) {
    return recoveries[flow].firstUnacknowledged() >= senders[flow].end;
  }

  /**
   * Packets of the message that a flow is sending which have never been sent; 0 as long as some of
   * the message before are under way.
   */
  int unsent(int flow) {
    Recovery recovery = recoveries[flow];
    int message = senders[flow].current(recovery.nextNew());
    return message == Messages.NONE || recovery.firstUnacknowledged() < messages.first(message)
        ? 0
        : messages.end(message) - recovery.nextNew();
  }

  /** When a flow was last told that something of it has come, picoseconds. */
  long heardPs(int flow) {
    return senders[flow].heard;
  }

  /** A flow has so many packets less to send, fewer than are {@link #unsent}. */
  void skip(int flow, int packets) {
    Sender sender = senders[flow];
    sender.shorten(sender.current(recoveries[flow].nextNew()), packets);
    recoveries[flow].extend(sender.end);
  }

  /** Packets that a flow has had to send so far. */
  int wanted(int flow) {
    return senders[flow].end;
  }

  /** The least time without progress after which a flow may look for losses, picoseconds. */
  long timeoutPs(int flow) {
    return transport.retransmissionTimeoutPs(flow);
  }

  /** A flow has another transfer to send; returns its message. */
  int add(int flow, long bytes, int transfer, long nowPs) {
    Sender sender = senders[flow];
    if (recoveries[flow].expected() == sender.end) {
      transport.onStart(flow, nowPs);
    }
    long packets = wire.packets(bytes);
    if (packets > Integer.MAX_VALUE - sender.end) {
      throw new LimitException(Integer.MAX_VALUE, "packets in a flow");
    }
    long last = bytes - (packets - 1) * wire.payloadBytes();
    int lastBytes = transport.padsLastPacket() ? wire.fullBytes() : wire.headerBytes() + (int) last;
    int message = messages.create(sender.end, (int) packets, lastBytes, transfer);
    sender.add(message);
    recoveries[flow].extend(sender.end);
    return message;
  }

  int trafficClass(int flow) {
    return flows.trafficClass(flow);
  }

  /** Whether a flow may begin to send a packet now; if only its pace forbids it, it is woken. */
  boolean maySend(int flow, long nowPs) {
    Recovery recovery = recoveries[flow];
    if (!recovery.hasNext()) {
      return false;
    }
    Sender sender = senders[flow];
    int bytes = sender.wireBytes(recovery.next());
    if (!transport.maySend(flow, recovery.inFlightBytes(), bytes)) {
      return false;
    }
    if (sender.notBefore > nowPs) {
      if (!sender.paceIsDue) {
        sender.paceIsDue = true;
        events.addTimer(sender.notBefore, Timers.pace(flow, flows.key(flow)));
      }
      return false;
    }
    return true;
  }

  /** The next packet of a flow, which its port begins to send now. */
  int emit(int flow, long nowPs) {
    Recovery recovery = recoveries[flow];
    Sender sender = senders[flow];
    int sequence = recovery.next();
    boolean isRepeated = sequence < recovery.nextNew();
    if (isRepeated) {
      repeated++;
    }
    int bytes = sender.wireBytes(sequence);
    sender.onSending(sequence);
    int row = flows.rows(flow) == 1 ? 0 : choice.row(flow, sequence, nowPs);
    int packet = store.create(PacketStore.DATA, flow, sequence, flows.position(flow, row), bytes);
    store.setTrafficClass(packet, flows.trafficClass(flow));
    if (hasTelemetry) {
      Telemetry.clear(store, packet);
    }
    books.onSent();
    recovery.onSent(sequence, nowPs);
    if (acknowledgesSome
        && (isRepeated
            || !recovery.hasNext()
            || transport.asksForAcknowledgement(flow, recovery.inFlightBytes(), bytes))) {
      store.note(packet);
    }
    sender.notBefore = nowPs + transport.onSent(flow, bytes, nowPs);
    if (!sender.timeoutIsDue) {
      armTimeout(flow, nowPs);
    }
    return packet;
  }

  private void armTimeout(int flow, long nowPs) {
    long timeoutPs = transport.retransmissionTimeoutPs(flow);
    if (timeoutPs != Long.MAX_VALUE) {
      senders[flow].timeoutIsDue = true;
      // A port works late: what it sent a while ago may be overdue already.
      events.addTimer(
          Math.max(events.nowPs(), nowPs + timeoutPs), Timers.timeout(flow, flows.key(flow)));
    }
  }

  void onPaced(int flow) {
    senders[flow].paceIsDue = false;
  }

  void onTimer(int flow, long nowPs) {
    senders[flow].timeoutIsDue = false;
    Recovery recovery = recoveries[flow];
    long lost = recovery.onTimeout(nowPs - transport.retransmissionTimeoutPs(flow) + 1);
    boolean waits = isPulled && recovery.hasNext();
    if (lost > 0) {
      timeouts++;
    }
    if (lost > 0 || (waits && recovery.inFlightBytes() == 0)) {
      transport.onTimeout(flow, lost, nowPs);
    }
    if (waits || recovery.firstUnacknowledged() < recovery.nextNew()) {
      // From what has been under way for longest on: a loss costs one timeout, not up to two.
      armTimeout(flow, Math.min(nowPs, recovery.waitingSincePs()));
    }
  }

  /** Takes what the ports wrote into a packet out of its acknowledgement, before {@link #onAck}. */
  void readTelemetry(int packet) {
    acknowledgement.readTelemetry(store, packet);
  }

  void onAck(int flow, int sequence, int row, boolean isMarked, long nowPs) {
    Recovery recovery = recoveries[flow];
    long sentPs = recovery.sentPs(sequence);
    int bytes = recovery.onAcknowledged(sequence, nowPs);
    if (bytes > 0) {
      senders[flow].heard = nowPs;
    }
    choice.onAcknowledged(flow, row, isMarked);
    acknowledgement.set(
        nowPs,
        sentPs < 0 ? -1 : nowPs - sentPs,
        bytes,
        isMarked,
        recovery.inFlightBytes(),
        sequence,
        recovery.nextNew());
    transport.onAcknowledged(flow, acknowledgement);
    retire(flow);
  }

  void onNack(int flow, int sequence, int row, long nowPs) {
    choice.onMissing(flow, row);
    Recovery recovery = recoveries[flow];
    int bytes = recovery.onMissing(sequence, nowPs);
    if (bytes > 0) {
      transport.onLost(flow, bytes, recovery.inFlightBytes(), nowPs);
    }
    retire(flow);
  }

  /** How often the receiver has asked for a packet. */
  int pulled(int flow) {
    return senders[flow].pulled;
  }

  /** A receiver has asked for {@code asked} packets since the beginning: one may have got lost. */
  void onPull(int flow, int asked, long nowPs) {
    Sender sender = senders[flow];
    if (asked > sender.pulled) {
      transport.onPull(flow, asked - sender.pulled, nowPs);
      sender.pulled = asked;
    }
  }

  /** Lets go of the messages that are acknowledged as a whole. */
  private void retire(int flow) {
    Sender sender = senders[flow];
    int firstUnacknowledged = recoveries[flow].firstUnacknowledged();
    int transfer = sender.retire(firstUnacknowledged);
    while (transfer >= 0) {
      end.onAcknowledged(transfer);
      transfer = sender.retire(firstUnacknowledged);
    }
  }

  /** How often a flow gave up packets that it had not heard of for too long. */
  long timeouts() {
    return timeouts;
  }

  /** Packets that were sent again. */
  long repeated() {
    return repeated;
  }
}
