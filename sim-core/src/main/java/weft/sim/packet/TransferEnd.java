package weft.sim.packet;

/** Told when a transfer has come to its end, at one side or the other. */
interface TransferEnd {

  /** The receiver has all of it. */
  void onReceived(int transfer);

  /** The sender knows that. */
  void onAcknowledged(int transfer);
}
