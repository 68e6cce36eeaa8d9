package weft.sim.packet.queue;

import java.util.Arrays;

/**
 * What a node holds of packets that its ports have not sent to their ends.
 *
 * <p>A packet is held from its arrival to the end of its transmission. Ends are noted late, so the
 * figures may be too high, never too low: a decision that would go the other way with less is taken
 * again after the node's ports have caught up.
 */
final class SharedBuffer {

  /** The ports that the node sends by. */
  private Port[] ports = new Port[0];

  long held;
  long mostHeld;

  /** How many classes of links to the node it has paused. */
  int xoffs;

  void add(Port port) {
    ports = Arrays.copyOf(ports, ports.length + 1);
    ports[ports.length - 1] = port;
  }

  Port[] ports() {
    return ports;
  }

  /** The node holds so much more. */
  void hold(int bytes) {
    held += bytes;
    if (held > mostHeld) {
      mostHeld = held;
    }
  }

  /** The node holds so much less. */
  void release(int bytes) {
    held -= bytes;
  }
}
