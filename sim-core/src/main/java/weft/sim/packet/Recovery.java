package weft.sim.packet;

/** What of a flow was sent, what has arrived and what has to be sent again: both ends of it. */
interface Recovery {

  /** A packet that has not been seen before, and in a place where it is of use. */
  int NEW = 0;

  /** A packet that has been received before. */
  int DUPLICATE = 1;

  /** A packet behind a gap, of which nothing is kept. */
  int OUT_OF_ORDER = 2;

  /** A packet behind a gap that has been reported. */
  int STILL_OUT_OF_ORDER = 3;

  /** There are packets up to, and without, {@code end} to send. */
  void extend(int end);

  /** Whether there is a packet to send. */
  boolean hasNext();

  /** The packet to send next, if {@link #hasNext}. */
  int next();

  /** A packet is being sent: the one that {@link #next} named. */
  void onSent(int sequence, long nowPs);

  /**
   * When a packet was sent, picoseconds; −1 if that is not kept, or if it is not known which time
   * was the one that arrived.
   */
  long sentPs(int sequence);

  /**
   * An acknowledgement has come.
   *
   * @return bytes that are newly acknowledged
   */
  int onAcknowledged(int sequence, long nowPs);

  /**
   * Word has come that a packet is missing.
   *
   * @return bytes that are no longer under way
   */
  int onMissing(int sequence, long nowPs);

  /**
   * The sender looks for what it has not heard of since {@code sinceBeforePs}.
   *
   * @return bytes that count as lost and are no longer under way
   */
  long onTimeout(long sinceBeforePs);

  /**
   * Since when the sender has been waiting for word of what is under way, picoseconds; {@link
   * Long#MAX_VALUE} if nothing is.
   */
  long waitingSincePs();

  /** Packets that are acknowledged. */
  int delivered();

  /** The first packet that is not acknowledged. */
  int firstUnacknowledged();

  /** The next packet that has never been sent. */
  int nextNew();

  /** Bytes that are under way. */
  long inFlightBytes();

  /** At the receiver: a packet has come; {@link #NEW} and so on. */
  int receive(int sequence);

  /**
   * At the receiver: a packet has come without its payload.
   *
   * @return the packet to report as missing, −1 for none
   */
  int receiveTrimmed(int sequence);

  /** At the receiver: the first packet that has not come. */
  int expected();

  /** At the receiver: what an acknowledgement names. */
  int acknowledged(int sequence);
}
