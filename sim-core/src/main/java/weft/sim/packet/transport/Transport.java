package weft.sim.packet.transport;

/**
 * A transport: how much a flow may have under way, how fast, and what it makes of acknowledgements,
 * marks and losses. A flow is one direction of a queue pair.
 *
 * <p>One object serves all flows of a run and keeps what it knows of each in arrays by flow number;
 * {@link #open} announces each flow before anything else is said of it. Bytes are bytes on the
 * wire, headers included. The engine moves the packets: it numbers, segments, acknowledges, repeats
 * and paces. How to add a transport: docs/transports.md.
 */
public interface Transport {

  /** How losses are found and mended. */
  enum Recovery {
    /**
     * The receiver takes packets in order only; the sender goes back to the first that is missing.
     */
    GO_BACK_N,
    /** The receiver takes packets in any order; the sender repeats what is missing. */
    SELECTIVE
  }

  /** How losses are found and mended. */
  Recovery recovery();

  /** What the switches must be able to do. */
  default boolean needsTrimming() {
    return false;
  }

  /** Whether {@link #onSent} ever returns more than 0. */
  default boolean isPaced() {
    return false;
  }

  /**
   * Whether the rate of a flow among the same flows comes to rest, but for what changes from one
   * round trip to the next: then a steady state may be skipped.
   */
  default boolean comesToRest() {
    return true;
  }

  /** Words of telemetry that each hop writes into a data packet (HPCC); 0 for none. */
  default int telemetryWordsPerHop() {
    return 0;
  }

  /**
   * After how long without word a flow takes packets for lost, picoseconds; {@link Long#MAX_VALUE}
   * if never: then the network must not lose anything.
   */
  default long retransmissionTimeoutPs(int flow) {
    return Long.MAX_VALUE;
  }

  /** Whether the receiver asks for packets one by one, at {@link #pullShare} of its link's rate. */
  default boolean isPulled() {
    return false;
  }

  /** Share of the receiver's rate at which it asks for packets. */
  default double pullShare() {
    return 1;
  }

  /**
   * After how many bytes a receiver acknowledges; 1 for every packet. It does so at once for the
   * first packet of a flow, for one that is marked, that was sent again, that is the last there is
   * to send, and for one with which {@link #asksForAcknowledgement}.
   */
  default int acknowledgeEveryBytes() {
    return 1;
  }

  /**
   * Whether a packet that is being sent asks to be acknowledged at once; heard only if {@link
   * #acknowledgeEveryBytes} is above 1.
   *
   * @param inFlightBytes bytes under way, those of the packet included
   */
  default boolean asksForAcknowledgement(int flow, long inFlightBytes, int bytes) {
    return false;
  }

  /** Whether the last packet of a message is as long as all others. */
  default boolean padsLastPacket() {
    return false;
  }

  /**
   * A flow comes into being.
   *
   * @param flow its number; numbers grow by one
   * @param path what is known of the way
   */
  void open(int flow, FlowPath path);

  /** A flow has been given other paths, as after a link has failed. */
  default void onPathChanged(int flow, FlowPath path) {}

  /** A flow of which the receiver had everything has something to send again. */
  default void onStart(int flow, long nowPs) {}

  /**
   * Bytes that a flow has under way at most, once opened: how much both ends must be able to
   * remember under {@link Recovery#SELECTIVE}.
   */
  default long mostInFlightBytes(int flow) {
    return 0;
  }

  /**
   * Whether a flow may send a packet now.
   *
   * @param inFlightBytes sent and neither acknowledged nor known to be lost
   * @param bytes of the packet
   */
  boolean maySend(int flow, long inFlightBytes, int bytes);

  /**
   * A flow has begun to send a packet.
   *
   * @return the least time until it begins to send the next, picoseconds; 0 for no pacing
   */
  default long onSent(int flow, int bytes, long nowPs) {
    return 0;
  }

  /** An acknowledgement has arrived. */
  default void onAcknowledged(int flow, Acknowledgement acknowledgement) {}

  /**
   * A packet, or under {@link Recovery#GO_BACK_N} all from one on, is known to be lost or trimmed.
   *
   * @param bytes of what is lost
   * @param inFlightBytes bytes under way without it
   */
  default void onLost(int flow, int bytes, long inFlightBytes, long nowPs) {}

  /**
   * Packets were not heard of for {@link #retransmissionTimeoutPs} and count as lost; or, if {@link
   * #isPulled}, a flow has something to send and nothing under way.
   *
   * @param bytes of the packets that count as lost, 0 if there are none
   */
  default void onTimeout(int flow, long bytes, long nowPs) {}

  /** The receiver asks for that many packets more than it had asked for. */
  default void onPull(int flow, int packets, long nowPs) {}

  /** A notification of congestion has arrived at the sender. */
  default void onCongestionNotification(int flow, long nowPs) {}

  /** Whether the receiver of a marked packet notifies the sender of it. */
  default boolean notifiesCongestion(int flow, long nowPs) {
    return false;
  }
}
