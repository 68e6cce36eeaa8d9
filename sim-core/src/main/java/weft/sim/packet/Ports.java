package weft.sim.packet;

import weft.sim.packet.queue.Links;
import weft.sim.packet.queue.Port;
import weft.sim.packet.queue.SwitchPorts;

/** The ports of all links, those by which endpoints send among them. */
final class Ports {

  private final Links links;
  private final Hosts hosts;
  private final SwitchPorts switches;

  /** For every link, in few cache lines: most packets need nothing else of the port they left. */
  private final boolean[] isOfEndpoint;

  private final boolean areLate;

  Ports(Links links, Hosts hosts, SwitchPorts switches) {
    this.hosts = hosts;
    this.switches = switches;
    this.links = links;
    areLate = switches.areLate();
    isOfEndpoint = new boolean[links.count()];
    for (int link = 0; link < isOfEndpoint.length; link++) {
      isOfEndpoint[link] = links.port(link).isOfEndpoint();
    }
  }

  /** A packet that has come by one link is to leave by another. */
  void pass(int link, int packet, int ingress, long nowPs) {
    if (isOfEndpoint[link]) {
      hosts.sendControl(links.port(link), packet, nowPs);
    } else {
      switches.enqueue(links.port(link), packet, links.port(ingress), nowPs);
    }
  }

  /** What waits behind a packet that has arrived started when it had left: at the latest now. */
  void catchUp(int link, long nowPs) {
    if (isOfEndpoint[link]) {
      hosts.catchUp(links.port(link), nowPs);
    } else if (areLate) {
      Port port = links.port(link);
      if (port.waiting() > 0) {
        switches.catchUp(port, nowPs);
      }
    }
  }

  void onFree(Port port, long nowPs) {
    if (port.isOfEndpoint()) {
      hosts.onFree(port, nowPs);
    } else {
      switches.onFree(port, nowPs);
    }
  }

  void onPause(Port port, int trafficClass, boolean on, long nowPs) {
    if (port.isOfEndpoint()) {
      hosts.onPause(port, trafficClass, on, nowPs);
    } else {
      switches.onPause(port, trafficClass, on, nowPs);
    }
  }

  /** The link of a port has failed. */
  void fail(Port port, long nowPs) {
    if (port.isOfEndpoint()) {
      hosts.fail(port, nowPs);
    } else {
      switches.fail(port, nowPs);
    }
  }
}
