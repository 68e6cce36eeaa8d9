package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * What each tier is cabled with, and which optical module sits at each of its ends.
 *
 * @param nodeLeaf between NICs and leaves
 * @param leafSpine between leaves and spines
 * @param spineCore between spines and cores
 */
public record Optics(TierOptics nodeLeaf, TierOptics leafSpine, TierOptics spineCore) {

  /**
   * Checks the module at the NIC.
   *
   * @throws TopologyException if it is co-packaged, for that is part of a switch
   */
  public Optics {
    Transceiver nic = nodeLeaf.lower();
    if (nic != null && nic.coPackaged()) {
      throw new TopologyException(
          "%s is part of a switch and cannot end a cable at a NIC".formatted(nic.name()));
    }
  }

  /** The modules that the node's NICs and the switches usually hold. */
  public static Optics usual(NodeType nodeType, SwitchType switchType) {
    @Nullable Transceiver inSwitch = switchType.transceiver();
    TierOptics betweenSwitches = new TierOptics(inSwitch, inSwitch);
    return new Optics(
        new TierOptics(nodeType.nicTransceiver(), inSwitch), betweenSwitches, betweenSwitches);
  }
}
