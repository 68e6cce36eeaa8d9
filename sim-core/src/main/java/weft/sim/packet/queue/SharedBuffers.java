package weft.sim.packet.queue;

import weft.sim.fabric.Fabric;

/**
 * What the nodes hold, and what of it came in by which link in which class.
 *
 * <p>A packet is held from its arrival to the end of its transmission. Ends are noted late, so the
 * figures may be too high, never too low: a decision that would go the other way with less is taken
 * again after the node's ports have caught up.
 */
final class SharedBuffers {

  static final int CLASSES = 4;

  private final int[] nodeOfPort;
  private final int[] nodeOfIngress;
  private final long[] held;
  private final long[] mostHeld;
  private final long[] ofIngress;
  private final boolean[] xoff;

  /** Number of paused (ingress, class) of a node. */
  private final int[] xoffs;

  SharedBuffers(Fabric fabric) {
    int links = fabric.linkCount();
    nodeOfPort = new int[links];
    nodeOfIngress = new int[links];
    for (int link = 0; link < links; link++) {
      nodeOfPort[link] = fabric.source(link);
      nodeOfIngress[link] = fabric.target(link);
    }
    held = new long[fabric.nodeCount()];
    mostHeld = new long[fabric.nodeCount()];
    ofIngress = new long[links * CLASSES];
    xoff = new boolean[links * CLASSES];
    xoffs = new int[fabric.nodeCount()];
  }

  int node(int port) {
    return nodeOfPort[port];
  }

  void hold(int ingress, int trafficClass, int bytes) {
    int node = nodeOfIngress[ingress];
    held[node] += bytes;
    if (held[node] > mostHeld[node]) {
      mostHeld[node] = held[node];
    }
    ofIngress[ingress * CLASSES + trafficClass] += bytes;
  }

  void release(int ingress, int trafficClass, int bytes) {
    held[nodeOfIngress[ingress]] -= bytes;
    ofIngress[ingress * CLASSES + trafficClass] -= bytes;
  }

  long held(int node) {
    return held[node];
  }

  long mostHeld(int node) {
    return mostHeld[node];
  }

  long ofIngress(int ingress, int trafficClass) {
    return ofIngress[ingress * CLASSES + trafficClass];
  }

  boolean isXoff(int ingress, int trafficClass) {
    return xoff[ingress * CLASSES + trafficClass];
  }

  void setXoff(int ingress, int trafficClass, boolean on) {
    xoff[ingress * CLASSES + trafficClass] = on;
    xoffs[nodeOfIngress[ingress]] += on ? 1 : -1;
  }

  /** Whether a node has somebody paused. */
  boolean hasXoff(int node) {
    return xoffs[node] > 0;
  }
}
