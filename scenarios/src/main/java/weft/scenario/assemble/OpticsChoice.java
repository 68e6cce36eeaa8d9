package weft.scenario.assemble;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.CablesSpec;
import weft.scenario.spec.OpticsSpec;
import weft.topology.build.Optics;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** From what a scenario says of optical modules and cables to those of each tier. */
record OpticsChoice(HardwareCatalog hardware) {

  private static final OpticsSpec USUAL_MODULES =
      new OpticsSpec(null, null, null, null, null, null);
  private static final CablesSpec USUAL_CABLES = new CablesSpec(null, null, null);

  /**
   * What nobody chose is what the node's NICs and the switches usually hold.
   *
   * @param portsPerNic how many cables share the rate of a NIC
   * @param uplinkRateBps line rate above the leaf switches, bits per second; null for that of a
   *     port of the NICs
   */
  Optics optics(
      @Nullable OpticsSpec optics,
      @Nullable CablesSpec cables,
      NodeType node,
      SwitchType switchType,
      int portsPerNic,
      @Nullable Long uplinkRateBps) {
    OpticsSpec modules = Optional.ofNullable(optics).orElse(USUAL_MODULES);
    CablesSpec lengths = Optional.ofNullable(cables).orElse(USUAL_CABLES);
    Optics usual = Optics.usual(node, switchType);
    long nicRateBps = node.nicLink().rateBps() / portsPerNic;
    long rateBps = uplinkRateBps == null ? nicRateBps : uplinkRateBps;
    return new Optics(
        new TierChoice(hardware, "node-leaf", lengths.nodeLeaf(), nicRateBps)
            .between(
                nic(modules.nic(), node),
                new TierChoice.End("leaf-down", modules.leafDown(), usual.nodeLeaf().upper())),
        new TierChoice(hardware, "leaf-spine", lengths.leafSpine(), rateBps)
            .between(
                new TierChoice.End("leaf-up", modules.leafUp(), usual.leafSpine().lower()),
                new TierChoice.End("spine-down", modules.spineDown(), usual.leafSpine().upper())),
        new TierChoice(hardware, "spine-core", lengths.spineCore(), rateBps)
            .between(
                new TierChoice.End("spine-up", modules.spineUp(), usual.spineCore().lower()),
                new TierChoice.End("core", modules.core(), usual.spineCore().upper())));
  }

  /**
   * The end at a NIC. The module that the scenario gives to a node of its own counts as chosen,
   * while that of a node of the catalogue gives way like any other that is merely usual.
   *
   * @param chosen what the scenario's {@code optics} say; null if nothing
   */
  TierChoice.End nic(@Nullable String chosen, NodeType node) {
    Transceiver usual = node.nicTransceiver();
    boolean ofNode =
        chosen == null
            && usual != null
            && hardware.figures("node", node.name()).stream()
                .anyMatch(
                    figure ->
                        figure.property().equals("nic-transceiver")
                            && figure.confidence() == Confidence.GIVEN);
    return new TierChoice.End(
        "nic", ofNode && usual != null ? usual.name() : chosen, usual, ofNode);
  }
}
