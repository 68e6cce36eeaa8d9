package weft.sim.packet.queue;

/**
 * The output ports of all nodes that pass packets on.
 *
 * <p>At one picosecond, things happen in this order: pause frames, arrivals by {@link
 * weft.sim.packet.store.PacketEvents#tieKey}, timers, and last the ends of transmissions. So a
 * packet that arrives when a transmission ends is there when the port chooses the next. A port that
 * has nothing to choose among sends an arriving packet at once.
 */
public interface SwitchPorts {

  /**
   * A packet has arrived and is to leave by a port.
   *
   * @param port the link that it takes next
   * @param packet the packet, its position at {@code port}
   * @param ingress the link that it came by
   */
  void enqueue(int port, int packet, int ingress, long nowPs);

  /** Has a port do what it did before now. */
  void catchUp(int port, long nowPs);

  /** How long a port would need for what it has to send, data and all, picoseconds. */
  long backlogPs(int port, long nowPs);

  /** A pause frame for a port has arrived. */
  void onPause(int port, int trafficClass, boolean on, long nowPs);

  /**
   * The link of a port has failed: what waits for it is lost, nothing pauses it any more, and
   * nothing may be put in its queues from now on.
   */
  void fail(int port, long nowPs);

  /** Most bytes that a node has held at once; 0 if that is not kept. */
  long mostHeldBytes(int node);

  /** Greatest depth of a queue of a port so far, bytes. */
  long peakBytes(int port);

  /**
   * Whether packets that came by a link wait in a class of a port; what is under way does not
   * count.
   */
  boolean holds(int port, int trafficClass, int ingress);

  /** A transmission has ended. */
  void onFree(int port, long nowPs);
}
