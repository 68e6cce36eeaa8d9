package weft.sim.packet.queue;

import weft.sim.packet.store.PacketStore;

/**
 * How big packets are.
 *
 * @param payloadBytes payload of a full packet (the path MTU of RDMA)
 * @param headerBytes what goes around it on the wire, and what is left of a trimmed packet
 * @param controlBytes size of acknowledgements and other control packets on the wire
 */
public record Wire(int payloadBytes, int headerBytes, int controlBytes) {

  /**
   * 4,096 bytes of payload, the largest MTU of RDMA; 64 bytes around it and in control packets,
   * which is what htsim takes (reference/htsim) and about what Ethernet, IP, UDP and the base
   * transport header of RoCEv2 come to.
   */
  public static final Wire DEFAULT = new Wire(4096, 64, 64);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not above 0, or a packet exceeds 16,383 bytes
   */
  public Wire {
    if (payloadBytes <= 0 || headerBytes <= 0 || controlBytes <= 0) {
      throw new IllegalArgumentException(
          "packets of %d + %d bytes, control packets of %d"
              .formatted(payloadBytes, headerBytes, controlBytes));
    }
    if (payloadBytes + headerBytes > PacketStore.MAX_WIRE_BYTES
        || controlBytes > PacketStore.MAX_WIRE_BYTES) {
      throw new IllegalArgumentException(
          "a packet of %d bytes, at most %d"
              .formatted(
                  Math.max(payloadBytes + headerBytes, controlBytes), PacketStore.MAX_WIRE_BYTES));
    }
  }

  /** How many packets a transfer is cut into, at least 1. */
  public long packets(long bytes) {
    return Math.max(1, (bytes + payloadBytes - 1) / payloadBytes);
  }

  /** A full packet on the wire, bytes. */
  public int fullBytes() {
    return payloadBytes + headerBytes;
  }
}
