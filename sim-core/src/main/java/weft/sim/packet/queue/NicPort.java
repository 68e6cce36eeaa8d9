package weft.sim.packet.queue;

import weft.sim.packet.store.PacketEvents;

/** What the ports of hosts share with those of switches: the link, pauses, counters. */
public final class NicPort {

  private final Links links;
  private final PacketEvents events;
  private final PortCounters counters;
  private final boolean isPaced;
  private final boolean[] freeIsDue;

  /**
   * Ports of all links.
   *
   * @param isPaced whether flows wait for points in time: then no port may work late
   */
  public NicPort(Links links, PacketEvents events, PortCounters counters, boolean isPaced) {
    this.isPaced = isPaced;
    this.links = links;
    this.events = events;
    this.counters = counters;
    freeIsDue = new boolean[links.count()];
  }

  /** Sends a packet over the idle link of a port. */
  public void send(int port, int packet, long startPs) {
    links.transmit(port, packet, startPs);
    scheduleFree(port);
  }

  /** More, or less, waits for a port. */
  public void addWaiting(int port, int change) {
    links.addWaiting(port, change);
  }

  /** A port pauses a class, or goes on with it. */
  public void setPaused(int port, int trafficClass, boolean on, long nowPs) {
    links.setPaused(port, trafficClass, on);
    counters.onPause(port, on, nowPs);
  }

  /** The link of a port has failed: nothing pauses it any more. */
  public void fail(int port, long nowPs) {
    for (int trafficClass = 0; trafficClass < SharedBuffers.CLASSES; trafficClass++) {
      if ((links.paused(port) & (1 << trafficClass)) != 0) {
        setPaused(port, trafficClass, false, nowPs);
      }
    }
  }

  /** The event of {@link #scheduleFree} has happened. */
  public void onFree(int port) {
    freeIsDue[port] = false;
  }

  /**
   * An event at the end of the transmission under way, if something waits for it and no arrival
   * will remind the port in time.
   */
  public void scheduleFree(int port) {
    if ((isPaced || !links.arrivesBehindEnd(port))
        && !freeIsDue[port]
        && links.waiting(port) > 0
        && links.busyUntilPs(port) >= events.nowPs()) {
      freeIsDue[port] = true;
      events.add(links.busyUntilPs(port), PacketEvents.FREE, port, 0);
    }
  }
}
