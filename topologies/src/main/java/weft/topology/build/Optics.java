package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/**
 * Which optical module sits at each end of each tier; null where there is none, as with copper.
 *
 * @param nic at the NIC, towards the leaf
 * @param leafDown at the leaf, towards the NICs
 * @param leafUp at the leaf, towards the spines
 * @param spineDown at the spine, towards the leaves
 * @param spineUp at the spine, towards the cores
 * @param core at the core, towards the spines
 */
public record Optics(
    @Nullable Transceiver nic,
    @Nullable Transceiver leafDown,
    @Nullable Transceiver leafUp,
    @Nullable Transceiver spineDown,
    @Nullable Transceiver spineUp,
    @Nullable Transceiver core) {

  /** The modules that the node's NICs and the switches usually hold. */
  public static Optics usual(NodeType nodeType, SwitchType switchType) {
    Transceiver inSwitch = switchType.transceiver();
    return new Optics(nodeType.nicTransceiver(), inSwitch, inSwitch, inSwitch, inSwitch, inSwitch);
  }

  /** The same, with another module at the NIC. */
  public Optics withNic(@Nullable Transceiver otherNic) {
    return new Optics(otherNic, leafDown, leafUp, spineDown, spineUp, core);
  }

  /** Throws if a module below the cores is too slow for its cables. */
  void requireFast(long nicRateBps, long uplinkRateBps) {
    requireFast(nicRateBps, nic, leafDown);
    requireFast(uplinkRateBps, leafUp, spineDown);
  }

  /** Throws if a module between spine and core is too slow for its cables. */
  void requireFastAtCores(long uplinkRateBps) {
    requireFast(uplinkRateBps, spineUp, core);
  }

  private static void requireFast(long rateBps, @Nullable Transceiver... ends) {
    for (Transceiver end : ends) {
      if (end != null) {
        end.cablesAt(rateBps);
      }
    }
  }
}
