package weft.sim.run;

import weft.sim.packet.PacketOptions;

/**
 * A network at packet level.
 *
 * @param options what it is made of
 * @param scaleUp how transfers inside a scale-up domain are modelled
 */
public record PacketNetwork(PacketOptions options, ScaleUp scaleUp) {

  /** How transfers inside a scale-up domain are modelled. */
  public enum ScaleUp {
    /** As flows ({@link weft.sim.flow.FlowModel}); packets are only on the scale-out network. */
    FLOW,
    /** As packets, like all others. */
    PACKET
  }
}
