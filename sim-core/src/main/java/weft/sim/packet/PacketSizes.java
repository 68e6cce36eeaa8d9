package weft.sim.packet;

/** How long the packets of a flow are. */
@FunctionalInterface
interface PacketSizes {

  /** Bytes of a packet on the wire. */
  int wireBytes(int sequence);
}
