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
final class Sending implements PacketSizes {

  private final PacketStore store;
  private final PacketEvents events;
  private final Wire wire;
  private final Flows flows;
  private final Messages messages;
  private final Transport transport;
  private final PathChoice choice;
  private final Acknowledgement acknowledgement = new Acknowledgement();
  private final Recovery recovery;
  private final TransferEnd end;
  private final PacketBooks books;

  private int[] firstMessages = new int[0];
  private int[] lastMessages = new int[0];
  private int[] sendingMessages = new int[0];
  private int[] ends = new int[0];
  private long[] notBefore = new long[0];
  private long[] heard = new long[0];
  private boolean[] paceIsDue = new boolean[0];
  private boolean[] timeoutIsDue = new boolean[0];
  private int[] pulled = new int[0];
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
    recovery =
        switch (transport.recovery()) {
          case GO_BACK_N -> new GoBackN(this);
          case SELECTIVE -> new SelectiveRepeat(this);
        };
  }

  Recovery recovery() {
    return recovery;
  }

  void open(int flow) {
    if (flow == ends.length) {
      int size = Math.max(64, 2 * flow);
      firstMessages = Arrays.copyOf(firstMessages, size);
      lastMessages = Arrays.copyOf(lastMessages, size);
      sendingMessages = Arrays.copyOf(sendingMessages, size);
      ends = Arrays.copyOf(ends, size);
      notBefore = Arrays.copyOf(notBefore, size);
      heard = Arrays.copyOf(heard, size);
      pulled = Arrays.copyOf(pulled, size);
      paceIsDue = Arrays.copyOf(paceIsDue, size);
      timeoutIsDue = Arrays.copyOf(timeoutIsDue, size);
    }
    firstMessages[flow] = Messages.NONE;
    sendingMessages[flow] = Messages.NONE;
    transport.open(flow, flows.path(flow));
    long most = transport.mostInFlightBytes(flow) / wire.fullBytes() + 1;
    recovery.open(flow, (int) Math.min(most, 1 << 24));
    choice.open(flow, flows.rows(flow));
  }

  /** A flow has other paths than before; what it knows of its losses and its pace stays. */
  void rerouted(int flow) {
    choice.open(flow, flows.rows(flow));
    transport.onPathChanged(flow, flows.path(flow));
  }

  /** Whether everything that a flow had to send is acknowledged. */
  boolean isIdle(int flow) {
    return recovery.firstUnacknowledged(flow) >= ends[flow];
  }

  /**
   * Packets of the message that a flow is sending which have never been sent; 0 as long as some of
   * the message before are under way.
   */
  int unsent(int flow) {
    int message = current(flow);
    return message == Messages.NONE || recovery.firstUnacknowledged(flow) < messages.first(message)
        ? 0
        : messages.end(message) - recovery.nextNew(flow);
  }

  /** When a flow was last told that something of it has come, picoseconds. */
  long heardPs(int flow) {
    return heard[flow];
  }

  /** The message of the packet to be sent next for the first time. */
  private int current(int flow) {
    int message = sendingMessages[flow];
    while (message != Messages.NONE && recovery.nextNew(flow) >= messages.end(message)) {
      message = messages.next(message);
    }
    return message;
  }

  /** A flow has so many packets less to send, fewer than are {@link #unsent}. */
  void skip(int flow, int packets) {
    messages.shorten(current(flow), packets);
    ends[flow] -= packets;
    recovery.extend(flow, ends[flow]);
  }

  /** Packets that a flow has had to send so far. */
  int wanted(int flow) {
    return ends[flow];
  }

  /** The least time without progress after which a flow may look for losses, picoseconds. */
  long timeoutPs(int flow) {
    return transport.retransmissionTimeoutPs(flow);
  }

  /** A flow has another transfer to send; returns its message. */
  int add(int flow, long bytes, int transfer, long nowPs) {
    if (recovery.expected(flow) == ends[flow]) {
      transport.onStart(flow, nowPs);
    }
    long packets = Math.max(1, (bytes + wire.payloadBytes() - 1) / wire.payloadBytes());
    if (packets > Integer.MAX_VALUE - ends[flow]) {
      throw new LimitException(Integer.MAX_VALUE, "packets in a flow");
    }
    long last = bytes - (packets - 1) * wire.payloadBytes();
    int lastBytes = transport.padsLastPacket() ? wire.fullBytes() : wire.headerBytes() + (int) last;
    int message = messages.create(ends[flow], (int) packets, lastBytes, transfer);
    if (firstMessages[flow] == Messages.NONE) {
      firstMessages[flow] = message;
    } else {
      messages.setNext(lastMessages[flow], message);
    }
    lastMessages[flow] = message;
    if (sendingMessages[flow] == Messages.NONE) {
      sendingMessages[flow] = message;
    }
    ends[flow] = messages.end(message);
    recovery.extend(flow, ends[flow]);
    return message;
  }

  @Override
  public int wireBytes(int flow, int sequence) {
    int message = sendingMessages[flow];
    if (message == Messages.NONE || sequence < messages.first(message)) {
      message = firstMessages[flow];
    }
    while (sequence >= messages.end(message)) {
      message = messages.next(message);
    }
    return sequence == messages.end(message) - 1 ? messages.lastBytes(message) : wire.fullBytes();
  }

  int trafficClass(int flow) {
    return flows.trafficClass(flow);
  }

  /** Whether a flow may begin to send a packet now; if only its pace forbids it, it is woken. */
  boolean maySend(int flow, long nowPs) {
    if (!recovery.hasNext(flow)) {
      return false;
    }
    int bytes = wireBytes(flow, recovery.next(flow));
    if (!transport.maySend(flow, recovery.inFlightBytes(flow), bytes)) {
      return false;
    }
    if (notBefore[flow] > nowPs) {
      if (!paceIsDue[flow]) {
        paceIsDue[flow] = true;
        events.addTimer(notBefore[flow], Timers.pace(flow, flows.key(flow)));
      }
      return false;
    }
    return true;
  }

  /** The next packet of a flow, which its port begins to send now. */
  int emit(int flow, long nowPs) {
    int sequence = recovery.next(flow);
    boolean isRepeated = sequence < recovery.nextNew(flow);
    if (isRepeated) {
      repeated++;
    }
    int bytes = wireBytes(flow, sequence);
    while (sequence >= messages.end(sendingMessages[flow])) {
      sendingMessages[flow] = messages.next(sendingMessages[flow]);
    }
    int row = flows.rows(flow) == 1 ? 0 : choice.row(flow, sequence, nowPs);
    int packet = store.create(PacketStore.DATA, flow, sequence, flows.position(flow, row), bytes);
    store.setTrafficClass(packet, flows.trafficClass(flow));
    if (hasTelemetry) {
      Telemetry.clear(store, packet);
    }
    books.onSent();
    recovery.onSent(flow, sequence, nowPs);
    if (acknowledgesSome
        && (isRepeated
            || !recovery.hasNext(flow)
            || transport.asksForAcknowledgement(flow, recovery.inFlightBytes(flow), bytes))) {
      store.note(packet);
    }
    notBefore[flow] = nowPs + transport.onSent(flow, bytes, nowPs);
    if (!timeoutIsDue[flow]) {
      armTimeout(flow, nowPs);
    }
    return packet;
  }

  private void armTimeout(int flow, long nowPs) {
    long timeoutPs = transport.retransmissionTimeoutPs(flow);
    if (timeoutPs != Long.MAX_VALUE) {
      timeoutIsDue[flow] = true;
      // A port works late: what it sent a while ago may be overdue already.
      events.addTimer(
          Math.max(events.nowPs(), nowPs + timeoutPs), Timers.timeout(flow, flows.key(flow)));
    }
  }

  void onPaced(int flow) {
    paceIsDue[flow] = false;
  }

  void onTimer(int flow, long nowPs) {
    timeoutIsDue[flow] = false;
    long lost = recovery.onTimeout(flow, nowPs - transport.retransmissionTimeoutPs(flow) + 1);
    boolean waits = isPulled && recovery.hasNext(flow);
    if (lost > 0) {
      timeouts++;
    }
    if (lost > 0 || (waits && recovery.inFlightBytes(flow) == 0)) {
      transport.onTimeout(flow, lost, nowPs);
    }
    if (waits || recovery.firstUnacknowledged(flow) < recovery.nextNew(flow)) {
      // From what has been under way for longest on: a loss costs one timeout, not up to two.
      armTimeout(flow, Math.min(nowPs, recovery.waitingSincePs(flow)));
    }
  }

  /** Takes what the ports wrote into a packet out of its acknowledgement, before {@link #onAck}. */
  void readTelemetry(int packet) {
    acknowledgement.readTelemetry(store, packet);
  }

  void onAck(int flow, int sequence, int row, boolean isMarked, long nowPs) {
    long sentPs = recovery.sentPs(flow, sequence);
    int bytes = recovery.onAcknowledged(flow, sequence, nowPs);
    if (bytes > 0) {
      heard[flow] = nowPs;
    }
    choice.onAcknowledged(flow, row, isMarked);
    acknowledgement.set(
        nowPs,
        sentPs < 0 ? -1 : nowPs - sentPs,
        bytes,
        isMarked,
        recovery.inFlightBytes(flow),
        sequence,
        recovery.nextNew(flow));
    transport.onAcknowledged(flow, acknowledgement);
    retire(flow);
  }

  void onNack(int flow, int sequence, int row, long nowPs) {
    choice.onMissing(flow, row);
    int bytes = recovery.onMissing(flow, sequence, nowPs);
    if (bytes > 0) {
      transport.onLost(flow, bytes, recovery.inFlightBytes(flow), nowPs);
    }
    retire(flow);
  }

  /** How often the receiver has asked for a packet. */
  int pulled(int flow) {
    return pulled[flow];
  }

  /** A receiver has asked for {@code asked} packets since the beginning: one may have got lost. */
  void onPull(int flow, int asked, long nowPs) {
    if (asked > pulled[flow]) {
      transport.onPull(flow, asked - pulled[flow], nowPs);
      pulled[flow] = asked;
    }
  }

  /** Lets go of the messages that are acknowledged as a whole. */
  private void retire(int flow) {
    int message = firstMessages[flow];
    while (message != Messages.NONE
        && messages.end(message) <= recovery.firstUnacknowledged(flow)) {
      int next = messages.next(message);
      firstMessages[flow] = next;
      if (sendingMessages[flow] == message) {
        sendingMessages[flow] = next;
      }
      int transfer = messages.transfer(message);
      messages.release(message);
      end.onAcknowledged(transfer);
      message = next;
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
