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

  // Of each ingress, side by side.
  private static final int WORDS = 3;
  private static final int NODE = CLASSES;

  /** A bit for each class that is paused. */
  private static final int XOFF = CLASSES + 1;

  private static final int NODE_WORDS = 2;
  private static final int HELD = 0;
  private static final int MOST_HELD = 1;

  /** Number of paused (ingress, class). */
  private static final int XOFFS = 2;

  private final int[] nodeOfPort;
  private final long[] ingresses;
  private final long[] nodes;

  SharedBuffers(Fabric fabric) {
    int links = fabric.linkCount();
    nodeOfPort = new int[links];
    ingresses = new long[links << WORDS];
    for (int link = 0; link < links; link++) {
      nodeOfPort[link] = fabric.source(link);
      ingresses[(link << WORDS) + NODE] = fabric.target(link);
    }
    nodes = new long[fabric.nodeCount() << NODE_WORDS];
  }

  int node(int port) {
    return nodeOfPort[port];
  }

  /** The node of a port holds so much more, or less. */
  void hold(int port, int bytes) {
    int node = nodeOfPort[port] << NODE_WORDS;
    long held = nodes[node + HELD] + bytes;
    nodes[node + HELD] = held;
    if (held > nodes[node + MOST_HELD]) {
      nodes[node + MOST_HELD] = held;
    }
  }

  /** Of it, so much more, or less, came in by a link. */
  void holdOf(int ingress, int trafficClass, int bytes) {
    ingresses[(ingress << WORDS) + trafficClass] += bytes;
  }

  long held(int node) {
    return nodes[(node << NODE_WORDS) + HELD];
  }

  long mostHeld(int node) {
    return nodes[(node << NODE_WORDS) + MOST_HELD];
  }

  long ofIngress(int ingress, int trafficClass) {
    return ingresses[(ingress << WORDS) + trafficClass];
  }

  boolean isXoff(int ingress, int trafficClass) {
    return (ingresses[(ingress << WORDS) + XOFF] & (1L << trafficClass)) != 0;
  }

  /** An ingress that is not paused in a class is to be, or the other way round. */
  void setXoff(int ingress, int trafficClass, boolean on) {
    int at = ingress << WORDS;
    ingresses[at + XOFF] ^= 1L << trafficClass;
    nodes[((int) ingresses[at + NODE] << NODE_WORDS) + XOFFS] += on ? 1 : -1;
  }

  /** Whether a node has somebody paused. */
  boolean hasXoff(int node) {
    return nodes[(node << NODE_WORDS) + XOFFS] > 0;
  }
}
