package weft.sim.packet;

/**
 * What was sent, what has arrived and what has to be sent again, for all flows: both ends of it.
 */
interface Recovery {

  /** A packet that has not been seen before, and in a place where it is of use. */
  int NEW = 0;

  /** A packet that has been received before. */
  int DUPLICATE = 1;

  /** A packet behind a gap, of which nothing is kept. */
  int OUT_OF_ORDER = 2;

  /** A packet behind a gap that has been reported. */
  int STILL_OUT_OF_ORDER = 3;

  /**
   * Adds a flow.
   *
   * @param mostPackets packets under way at most
   */
  void open(int flow, int mostPackets);

  /** A flow has packets up to, and without, {@code end} to send. */
  void extend(int flow, int end);

  /** Whether there is a packet to send. */
  boolean hasNext(int flow);

  /** The packet to send next, if {@link #hasNext}. */
  int next(int flow);

  /** A packet is being sent: the one that {@link #next} named. */
  void onSent(int flow, int sequence, long nowPs);

  /**
   * When a packet was sent, picoseconds; −1 if that is not kept, or if it is not known which time
   * was the one that arrived.
   */
  long sentPs(int flow, int sequence);

  /**
   * An acknowledgement has come.
   *
   * @return bytes that are newly acknowledged
   */
  int onAcknowledged(int flow, int sequence, long nowPs);

  /**
   * Word has come that a packet is missing.
   *
   * @return bytes that are no longer under way
   */
  int onMissing(int flow, int sequence, long nowPs);

  /**
   * A flow looks for what it has not heard of since {@code sinceBeforePs}.
   *
   * @return bytes that count as lost and are no longer under way
   */
  long onTimeout(int flow, long sinceBeforePs);

  /**
   * Since when the sender has been waiting for word of what is under way, picoseconds; {@link
   * Long#MAX_VALUE} if nothing is.
   */
  long waitingSincePs(int flow);

  /** Packets that are acknowledged. */
  int delivered(int flow);

  /** The first packet that is not acknowledged. */
  int firstUnacknowledged(int flow);

  /** The next packet that has never been sent. */
  int nextNew(int flow);

  /** Bytes that are under way. */
  long inFlightBytes(int flow);

  /** At the receiver: a packet has come; {@link #NEW} and so on. */
  int receive(int flow, int sequence);

  /**
   * At the receiver: a packet has come without its payload.
   *
   * @return the packet to report as missing, −1 for none
   */
  int receiveTrimmed(int flow, int sequence);

  /** At the receiver: the first packet that has not come. */
  int expected(int flow);

  /** At the receiver: what an acknowledgement names. */
  int acknowledged(int flow, int sequence);
}
