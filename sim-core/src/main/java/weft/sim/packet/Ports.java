package weft.sim.packet;

import weft.sim.fabric.Fabric;
import weft.sim.packet.queue.SwitchPorts;

/** The ports of all links, those by which endpoints send among them. */
final class Ports {

  private final Hosts hosts;
  private final SwitchPorts switches;
  private final boolean[] isHostPort;

  Ports(Fabric fabric, Hosts hosts, SwitchPorts switches) {
    this.hosts = hosts;
    this.switches = switches;
    isHostPort = new boolean[fabric.linkCount()];
    for (int endpoint = 0; endpoint < fabric.endpointCount(); endpoint++) {
      int node = fabric.endpointNode(endpoint);
      for (int link = fabric.firstLink(node); link < fabric.firstLink(node + 1); link++) {
        isHostPort[link] = true;
      }
    }
  }

  /** A packet that has come by one link is to leave by another. */
  void pass(int port, int packet, int ingress, long nowPs) {
    if (isHostPort[port]) {
      hosts.sendControl(port, packet, nowPs);
    } else {
      switches.enqueue(port, packet, ingress, nowPs);
    }
  }

  /** What waits behind a packet that has arrived started when it had left: at the latest now. */
  void catchUp(int port, long nowPs) {
    if (isHostPort[port]) {
      hosts.catchUp(port, nowPs);
    } else {
      switches.catchUp(port, nowPs);
    }
  }

  void onFree(int port, long nowPs) {
    if (isHostPort[port]) {
      hosts.onFree(port, nowPs);
    } else {
      switches.onFree(port, nowPs);
    }
  }

  void onPause(int port, int trafficClass, boolean on, long nowPs) {
    if (isHostPort[port]) {
      hosts.onPause(port, trafficClass, on, nowPs);
    } else {
      switches.onPause(port, trafficClass, on, nowPs);
    }
  }

  /** The link of a port has failed. */
  void fail(int port, long nowPs) {
    if (isHostPort[port]) {
      hosts.fail(port, nowPs);
    } else {
      switches.fail(port, nowPs);
    }
  }
}
