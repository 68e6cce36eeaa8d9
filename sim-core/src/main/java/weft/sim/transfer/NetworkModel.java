package weft.sim.transfer;

import java.util.function.IntConsumer;

/**
 * Moves bytes between endpoints over the fabric.
 *
 * <p>A delivery is an event of its own, never a call from inside {@link #start}: also a transfer
 * without bytes is delivered only after the latency of its path.
 */
public interface NetworkModel {

  /** Registers a listener and returns the id to start its transfers with. */
  int register(TransferListener listener);

  /**
   * Starts a transfer now.
   *
   * @param source endpoint
   * @param destination endpoint, another one
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

  /**
   * Tells which links' traffic can change how long the transfers of a connection take.
   *
   * @param links is told each of them
   * @return whether that is all, so that the same transfers take the same time whenever nobody else
   *     uses these links; false for a model in which it depends on more
   */
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

  /** Latency of the path that a connection takes when nothing else is sent, picoseconds. */
  long latencyPs(int source, int destination, int flow);

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
