package weft.sim.packet.queue;

/** Told of every packet that a port does not pass on whole. */
public interface PacketLoss {

  /** A packet is dropped; it is freed after the call. */
  void onDropped(int port, int packet);

  /** A packet is lost on a link that has failed; it is freed after the call. */
  void onLost(int link, int packet);

  /** A packet is about to lose its payload. */
  void onTrimmed(int port, int packet);
}
