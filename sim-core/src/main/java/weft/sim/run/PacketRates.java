package weft.sim.run;

import weft.sim.fabric.Fabric;
import weft.sim.fabric.ScaleUpLinks;
import weft.sim.packet.queue.Wire;

/**
 * What links carry in the packet model.
 *
 * <p>Packets have their headers with them, so links have their line rates, but for those of the
 * scale-up network: what NVLink adds to its payload is not what Ethernet adds, and its payload rate
 * was measured in rings, which send both ways. So these links have the rate at which full packets
 * one way and an acknowledgement for each of those that come the other way reach that rate of
 * payload.
 *
 * <p>What payload can have of the rate of a link on which there are packets is what full packets
 * have of it that follow each other without a gap, with nothing between them.
 */
final class PacketRates {

  private PacketRates() {}

  /** The network with the line rates that packets have. */
  static Fabric ofWire(Fabric fabric, Wire wire) {
    ScaleUpLinks scaleUp = new ScaleUpLinks(fabric);
    return fabric.withRates(link -> wireRateBps(fabric, scaleUp, link, wire));
  }

  /**
   * The network of a run with the payload rates that its model allows: other ones than its own only
   * on links on which there are packets.
   */
  static Fabric ofPayload(SimulationSpec spec) {
    Fabric fabric = spec.fabric();
    PacketNetwork network = spec.packets();
    if (network == null) {
      return fabric;
    }
    Wire wire = network.options().wire();
    boolean hasFlows = network.scaleUp() == PacketNetwork.ScaleUp.FLOW;
    ScaleUpLinks scaleUp = new ScaleUpLinks(fabric);
    return fabric.withPayloadRates(
        link ->
            hasFlows && scaleUp.contains(link)
                ? fabric.payloadRateBps(link)
                : ofFullPackets(wireRateBps(fabric, scaleUp, link, wire), wire));
  }

  private static long wireRateBps(Fabric fabric, ScaleUpLinks scaleUp, int link, Wire wire) {
    return scaleUp.contains(link)
        ? withHeaders(fabric.payloadRateBps(link), wire)
        : fabric.rateBps(link);
  }

  /** The line rate at which full packets and acknowledgements reach a rate of payload. */
  private static long withHeaders(long payloadRateBps, Wire wire) {
    long added = (long) wire.headerBytes() + wire.controlBytes();
    long whole = payloadRateBps / wire.payloadBytes() * added;
    long rest = payloadRateBps % wire.payloadBytes() * added / wire.payloadBytes();
    return payloadRateBps + whole + rest;
  }

  /** The payload of full packets at a line rate; rounded up, so that none is ever faster. */
  private static long ofFullPackets(long rateBps, Wire wire) {
    long whole = rateBps / wire.fullBytes() * wire.payloadBytes();
    long rest = rateBps % wire.fullBytes() * wire.payloadBytes();
    return whole + (rest + wire.fullBytes() - 1) / wire.fullBytes();
  }
}
