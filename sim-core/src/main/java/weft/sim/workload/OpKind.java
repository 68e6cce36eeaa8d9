package weft.sim.workload;

/** What an operation does. */
enum OpKind {
  /** Occupies the stream for a time. */
  COMPUTE,
  /** Takes part in a collective of the rank's group, and waits for its end. */
  COLLECTIVE,
  /** Sends to the rank's peer, and waits for the arrival. */
  SEND,
  /** Waits for the next message of the peer that sends here. */
  RECEIVE,
  /** Waits until another stream of the rank has come to a position. */
  AWAIT,
  /** Takes no time: the moment is noted, or what the message before would have taken alone. */
  MARK;

  /** Whether the rank's data is on its way. */
  boolean communicates() {
    return this == COLLECTIVE || this == SEND;
  }
}
