package weft.sim.transfer;

import java.util.function.IntConsumer;

/**
 * Moves bytes between endpoints over the fabric.
 *
 * <p>A delivery is an event of its own, never a call from inside {@link #start}: also a transfer
 * without bytes is delivered only after the latency of its path.
 */
public interface NetworkModel extends Dependence, Wires {

  /**
   * Registers a listener and returns the id to start its transfers with. A {@link
   * ConnectionListener} is also told when connections are free.
   */
  int register(TransferListener listener);

  /**
   * For a listener that is being told of a delivery: how long all bytes of that transfer would have
   * taken to leave at the lowest rate that it had at any time, picoseconds; −1 if the model does
   * not know.
   */
  default long slowestDrainPs() {
    return -1;
  }

  /**
   * Starts a transfer now.
   *
   * @param source endpoint, or {@linkplain weft.sim.fabric.Fabric#end node that sends itself}
   * @param destination the same, another one
   * @param flow tells connections between the same endpoints apart, 0 … 65,535; transfers of one
   *     connection take one path
   * @param bytes at least 0
   * @param listener id of the listener
   * @param token what the listener is called with
   */
  void start(int source, int destination, int flow, long bytes, int listener, long token);

  /**
   * Starts a transfer now that shares links with others in its own way.
   *
   * @throws UnsupportedOperationException if the model shares links equally or not at all, and this
   *     is not {@link Sharing#EQUAL}
   */
  default void start(
      int source,
      int destination,
      int flow,
      long bytes,
      Sharing sharing,
      int listener,
      long token) {
    if (!sharing.equals(Sharing.EQUAL)) {
      throw new UnsupportedOperationException(
          "a model without weights, caps and priorities of transfers: " + sharing);
    }
    start(source, destination, flow, bytes, listener, token);
  }

  @Override
  default boolean dependsOn(int source, int destination, int flow, IntConsumer links) {
    return false;
  }

  /**
   * Counts transfers without simulating them, because they are like one that was simulated while
   * nobody else used the links that it {@linkplain #dependsOn depends on}.
   *
   * @param bytes of each
   * @param durationPs of each, picoseconds
   * @param times how many
   */
  default void repeat(
      int source, int destination, int flow, long bytes, long durationPs, long times) {
    throw new UnsupportedOperationException("a model that does not say what transfers depend on");
  }

  /** Bytes of transfers that have crossed a link, what was sent again included. */
  long carriedBytes(int link);

  /** Whether the bytes of transfers that have crossed a link are no whole number. */
  default boolean isRounded(int link) {
    return false;
  }

  /**
   * Bytes, times the links that they crossed, that were carried beside those of delivered
   * transfers: what was lost on its way, sent twice, or filled up.
   */
  default long wastedBytes() {
    return 0;
  }

  /** Number of transfers that have started and not been delivered. */
  int inFlight();
}
