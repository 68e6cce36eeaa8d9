package weft.sim.packet.queue;

import weft.sim.packet.store.PacketEvents;

/** What the ports of hosts share with those of switches: the link, pauses, counters. */
public final class NicPort {

  private final Links links;
  private final PacketEvents events;
  private final PortCounters counters;
  private final boolean isPaced;

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
  }

  /** Sends a packet over the idle link of a port. */
  public void send(Port port, int packet, long startPs) {
    links.transmit(port, packet, startPs);
    scheduleFree(port);
  }

  /** A port pauses a class, or goes on with it. */
  public void setPaused(Port port, int trafficClass, boolean on, long nowPs) {
    port.setPaused(trafficClass, on);
    counters.onPause(port.link, on, nowPs);
  }

  /** The link of a port has failed: nothing pauses it any more. */
  public void fail(Port port, long nowPs) {
    for (int trafficClass = 0; trafficClass < Port.CLASSES; trafficClass++) {
      if (port.isPaused(trafficClass)) {
        setPaused(port, trafficClass, false, nowPs);
      }
    }
  }

  /** The event of {@link #scheduleFree} has happened. */
  public void onFree(Port port) {
    port.freeIsDue = false;
  }

  /**
   * An event at the end of the transmission under way, if something waits for it and no arrival
   * will remind the port in time.
   */
  public void scheduleFree(Port port) {
    if ((isPaced || !port.arrivesBehindEnd())
        && !port.freeIsDue
        && port.waiting > 0
        && port.busyUntilPs >= events.nowPs()) {
      port.freeIsDue = true;
      events.add(port.busyUntilPs, PacketEvents.FREE, port.link, 0);
    }
  }
}
