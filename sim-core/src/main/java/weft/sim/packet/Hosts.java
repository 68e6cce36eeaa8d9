package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.NicPort;
import weft.sim.packet.queue.Port;
import weft.sim.packet.store.PacketStore;

/**
 * The ports by which endpoints send: control packets first, then the flows that may send, a packet
 * of each in turn.
 *
 * <p>A port pulls: a packet comes into being when the port begins to send it, so a flow's window,
 * pace and path are those of that moment, and there is no queue of packets in a host. Like the
 * ports of switches, these work late ({@link #catchUp}), before anything changes that they follow
 * from.
 */
final class Hosts {

  private static final int NONE = -1;

  private final NicPort ports;
  private final PacketStore store;
  private final Sending sending;

  /** What waits at the ports of endpoints, by link. */
  private final Waiting[] waiting;

  private int[] nextReady = new int[0];
  private boolean[] isReady = new boolean[0];

  /** Of a port: control packets, and flows that may send. */
  private static final class Waiting {
    int firstControl = PacketStore.NONE;
    int lastControl = PacketStore.NONE;
    int firstReady = NONE;
    int lastReady = NONE;
  }

  Hosts(Links links, NicPort ports, PacketStore store, Sending sending) {
    this.ports = ports;
    this.store = store;
    this.sending = sending;
    waiting = new Waiting[links.count()];
    Arrays.setAll(waiting, link -> new Waiting());
  }

  void open(int flow) {
    if (flow == nextReady.length) {
      nextReady = Arrays.copyOf(nextReady, Math.max(64, 2 * flow));
      isReady = Arrays.copyOf(isReady, nextReady.length);
    }
  }

  /** Sends a packet that is ready: a control packet, or one that only passes through. */
  void sendControl(Port port, int packet, long nowPs) {
    catchUp(port, nowPs);
    Waiting here = waiting[port.link()];
    store.setNext(packet, PacketStore.NONE);
    if (here.firstControl == PacketStore.NONE) {
      here.firstControl = packet;
    } else {
      store.setNext(here.lastControl, packet);
    }
    here.lastControl = packet;
    port.addWaiting(1);
    startIfIdle(port, nowPs);
  }

  /** Something about a flow has changed: it may be able to send. */
  void offer(int flow, Port port, long nowPs) {
    if (!isReady[flow] && sending.maySend(flow, nowPs)) {
      pushReady(flow, port);
      startIfIdle(port, nowPs);
    }
  }

  /** A flow is about to leave by another port: it does not wait for this one any more. */
  void withdraw(int flow, Port port, long nowPs) {
    catchUp(port, nowPs);
    if (!isReady[flow]) {
      return;
    }
    int previous = NONE;
    for (int at = waiting[port.link()].firstReady; at != flow; at = nextReady[at]) {
      previous = at;
    }
    removeReady(port, flow, previous);
  }

  /** The link of a port has failed: what is sent over it from now on is lost. */
  void fail(Port port, long nowPs) {
    catchUp(port, nowPs);
    ports.fail(port, nowPs);
    startIfIdle(port, nowPs);
  }

  /** Sends all that had to start before now. */
  void catchUp(Port port, long nowPs) {
    while (port.waiting() > 0 && port.busyUntilPs() < nowPs) {
      if (!startNext(port, port.busyUntilPs())) {
        return;
      }
    }
  }

  void onPause(Port port, int trafficClass, boolean on, long nowPs) {
    catchUp(port, nowPs);
    ports.setPaused(port, trafficClass, on, nowPs);
    if (!on) {
      startIfIdle(port, nowPs);
    }
  }

  void onFree(Port port, long nowPs) {
    ports.onFree(port);
    startIfIdle(port, nowPs);
  }

  private void startIfIdle(Port port, long nowPs) {
    if (port.waiting() > 0 && port.busyUntilPs() <= nowPs) {
      startNext(port, nowPs);
    } else {
      ports.scheduleFree(port);
    }
  }

  private boolean startNext(Port port, long startPs) {
    Waiting here = waiting[port.link()];
    int control = here.firstControl;
    if (control != PacketStore.NONE && !port.isPaused(store.trafficClass(control))) {
      here.firstControl = store.next(control);
      port.addWaiting(-1);
      ports.send(port, control, startPs);
      return true;
    }
    int previous = NONE;
    int flow = here.firstReady;
    while (flow != NONE) {
      int next = nextReady[flow];
      if (port.isPaused(sending.trafficClass(flow))) {
        previous = flow;
      } else {
        removeReady(port, flow, previous);
        // While it waited, it may have lost its right to send.
        if (sending.maySend(flow, startPs)) {
          int packet = sending.emit(flow, startPs);
          if (sending.maySend(flow, startPs)) {
            pushReady(flow, port);
          }
          ports.send(port, packet, startPs);
          return true;
        }
      }
      flow = next;
    }
    return false;
  }

  private void pushReady(int flow, Port port) {
    Waiting here = waiting[port.link()];
    isReady[flow] = true;
    nextReady[flow] = NONE;
    if (here.firstReady == NONE) {
      here.firstReady = flow;
    } else {
      nextReady[here.lastReady] = flow;
    }
    here.lastReady = flow;
    port.addWaiting(1);
  }

  private void removeReady(Port port, int flow, int previous) {
    Waiting here = waiting[port.link()];
    isReady[flow] = false;
    if (previous == NONE) {
      here.firstReady = nextReady[flow];
    } else {
      nextReady[previous] = nextReady[flow];
    }
    if (here.lastReady == flow) {
      here.lastReady = previous;
    }
    port.addWaiting(-1);
  }
}
