package weft.sim.packet.transport;

/**
 * What a transport is told of the way of a flow, and of its packets.
 *
 * @param hops links from end to end
 * @param rateBps rate of the narrowest link, bits per second
 * @param baseRttPs round trip of a full packet and its acknowledgement without any queue,
 *     picoseconds
 * @param fullBytes a full packet on the wire, bytes
 * @param headerBytes what of it is no payload
 */
public record FlowPath(int hops, long rateBps, long baseRttPs, int fullBytes, int headerBytes) {

  /** What the narrowest link carries in a round trip without any queue, bytes. */
  public double bandwidthDelayBytes() {
    return rateBps / 8e12 * baseRttPs;
  }
}
