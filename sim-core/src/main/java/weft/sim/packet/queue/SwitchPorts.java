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
  void enqueue(Port port, int packet, Port ingress, long nowPs);

  /** Whether there ever is something to {@link #catchUp} with. */
  boolean areLate();

  /** Has a port do what it did before now. */
  void catchUp(Port port, long nowPs);

  /** How long a port would need for what it has to send, data and all, picoseconds. */
  long backlogPs(Port port, long nowPs);

  /** A pause frame for a port has arrived. */
  void onPause(Port port, int trafficClass, boolean on, long nowPs);

  /**
   * The link of a port has failed: what waits for it is lost, nothing pauses it any more, and
   * nothing may be put in its queues from now on.
   */
  void fail(Port port, long nowPs);

  /** Most bytes that a node has held at once; 0 if that is not kept. */
  long mostHeldBytes(int node);

  /** Greatest depth of a queue of a port so far, bytes. */
  long peakBytes(Port port);

  /**
   * Whether packets that came by a link wait in a class of a port; what is under way does not
   * count.
   */
  boolean holds(Port port, int trafficClass, int ingress);

  /** A transmission has ended. */
  void onFree(Port port, long nowPs);
}
