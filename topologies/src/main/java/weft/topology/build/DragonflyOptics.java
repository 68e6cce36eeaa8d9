package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * Which optical module sits at each end of each tier of a dragonfly.
 *
 * @param node between NICs and switches
 * @param local within a group
 * @param global between groups
 */
public record DragonflyOptics(TierOptics node, TierOptics local, TierOptics global) {

  /** The modules that the node's NICs and the switches usually hold. */
  public static DragonflyOptics usual(NodeType nodeType, SwitchType switchType) {
    @Nullable Transceiver inSwitch = switchType.transceiver();
    TierOptics betweenSwitches = new TierOptics(inSwitch, inSwitch);
    return new DragonflyOptics(
        new TierOptics(nodeType.nicTransceiver(), inSwitch), betweenSwitches, betweenSwitches);
  }
}
