package weft.sim.packet;

import java.util.Arrays;
import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.NicPort;
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

  private final Links links;
  private final NicPort ports;
  private final PacketStore store;
  private final Sending sending;

  private final int[] firstControl;
  private final int[] lastControl;

  /** Flows that may send, linked in a list for each port. */
  private final int[] firstReady;

  private final int[] lastReady;
  private int[] nextReady = new int[0];
  private boolean[] isReady = new boolean[0];

  Hosts(Links links, NicPort ports, PacketStore store, Sending sending) {
    this.links = links;
    this.ports = ports;
    this.store = store;
    this.sending = sending;
    firstControl = filled(links.count(), PacketStore.NONE);
    lastControl = filled(links.count(), PacketStore.NONE);
    firstReady = filled(links.count(), NONE);
    lastReady = filled(links.count(), NONE);
  }

  private static int[] filled(int size, int value) {
    int[] array = new int[size];
    Arrays.fill(array, value);
    return array;
  }

  void open(int flow) {
    if (flow == nextReady.length) {
      nextReady = Arrays.copyOf(nextReady, Math.max(64, 2 * flow));
      isReady = Arrays.copyOf(isReady, nextReady.length);
    }
  }

  /** Sends a packet that is ready: a control packet, or one that only passes through. */
  void sendControl(int port, int packet, long nowPs) {
    catchUp(port, nowPs);
    store.setNext(packet, PacketStore.NONE);
    if (firstControl[port] == PacketStore.NONE) {
      firstControl[port] = packet;
    } else {
      store.setNext(lastControl[port], packet);
    }
    lastControl[port] = packet;
    ports.addWaiting(port, 1);
    startIfIdle(port, nowPs);
  }

  /** Something about a flow has changed: it may be able to send. */
  void offer(int flow, int port, long nowPs) {
    if (!isReady[flow] && sending.maySend(flow, nowPs)) {
      pushReady(flow, port);
      startIfIdle(port, nowPs);
    }
  }

  /** A flow is about to leave by another port: it does not wait for this one any more. */
  void withdraw(int flow, int port, long nowPs) {
    catchUp(port, nowPs);
    if (!isReady[flow]) {
      return;
    }
    int previous = NONE;
    for (int at = firstReady[port]; at != flow; at = nextReady[at]) {
      previous = at;
    }
    removeReady(port, flow, previous);
  }

  /** The link of a port has failed: what is sent over it from now on is lost. */
  void fail(int port, long nowPs) {
    catchUp(port, nowPs);
    ports.fail(port, nowPs);
    startIfIdle(port, nowPs);
  }

  /** Sends all that had to start before now. */
  void catchUp(int port, long nowPs) {
    while (links.waiting(port) > 0 && links.busyUntilPs(port) < nowPs) {
      if (!startNext(port, links.busyUntilPs(port))) {
        return;
      }
    }
  }

  void onPause(int port, int trafficClass, boolean on, long nowPs) {
    catchUp(port, nowPs);
    ports.setPaused(port, trafficClass, on, nowPs);
    if (!on) {
      startIfIdle(port, nowPs);
    }
  }

  void onFree(int port, long nowPs) {
    ports.onFree(port);
    startIfIdle(port, nowPs);
  }

  private void startIfIdle(int port, long nowPs) {
    if (links.waiting(port) > 0 && links.busyUntilPs(port) <= nowPs) {
      startNext(port, nowPs);
    } else {
      ports.scheduleFree(port);
    }
  }

  private boolean startNext(int port, long startPs) {
    int control = firstControl[port];
    if (control != PacketStore.NONE && !isPaused(port, store.trafficClass(control))) {
      firstControl[port] = store.next(control);
      ports.addWaiting(port, -1);
      ports.send(port, control, startPs);
      return true;
    }
    int previous = NONE;
    int flow = firstReady[port];
    while (flow != NONE) {
      int next = nextReady[flow];
      if (isPaused(port, sending.trafficClass(flow))) {
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

  private boolean isPaused(int port, int trafficClass) {
    return (links.paused(port) & (1 << trafficClass)) != 0;
  }

  private void pushReady(int flow, int port) {
    isReady[flow] = true;
    nextReady[flow] = NONE;
    if (firstReady[port] == NONE) {
      firstReady[port] = flow;
    } else {
      nextReady[lastReady[port]] = flow;
    }
    lastReady[port] = flow;
    ports.addWaiting(port, 1);
  }

  private void removeReady(int port, int flow, int previous) {
    isReady[flow] = false;
    if (previous == NONE) {
      firstReady[port] = nextReady[flow];
    } else {
      nextReady[previous] = nextReady[flow];
    }
    if (lastReady[port] == flow) {
      lastReady[port] = previous;
    }
    ports.addWaiting(port, -1);
  }
}
