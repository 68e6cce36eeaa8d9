package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * Which optical module sits at each end of each tier.
 *
 * @param nodeLeaf between NICs and leaves
 * @param leafSpine between leaves and spines
 * @param spineCore between spines and cores
 */
public record Optics(TierOptics nodeLeaf, TierOptics leafSpine, TierOptics spineCore) {

  /** The modules that the node's NICs and the switches usually hold. */
  public static Optics usual(NodeType nodeType, SwitchType switchType) {
    Transceiver inSwitch = switchType.transceiver();
    TierOptics betweenSwitches = new TierOptics(inSwitch, inSwitch);
    return new Optics(
        new TierOptics(nodeType.nicTransceiver(), inSwitch), betweenSwitches, betweenSwitches);
  }

  /** The same, with another module at the NIC. */
  public Optics withNic(@Nullable Transceiver otherNic) {
    return new Optics(new TierOptics(otherNic, nodeLeaf.upper()), leafSpine, spineCore);
  }
}
