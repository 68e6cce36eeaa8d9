package weft.sim.packet;

/** Which of its paths a flow gives to a packet. */
interface PathChoice {

  /** Adds a flow with that many paths, or tells that it has other paths than before. */
  default void open(int flow, int rows) {}

  /** The path of a packet that is sent now. */
  int row(int flow, int sequence, long nowPs);

  /** The path of an acknowledgement, given the path of the packet. */
  default int ackRow(int flow, int sequence, int row, int rows) {
    return rows == 1 ? 0 : row % rows;
  }

  /** A packet that took a path is acknowledged. */
  default void onAcknowledged(int flow, int row, boolean isMarked) {}

  /** A packet that took a path is missing. */
  default void onMissing(int flow, int row) {}
}
