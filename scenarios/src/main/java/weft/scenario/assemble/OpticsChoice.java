package weft.scenario.assemble;

import org.jspecify.annotations.Nullable;
import weft.scenario.spec.OpticsSpec;
import weft.topology.build.Optics;
import weft.topology.build.TierOptics;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.NodeType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** From what a scenario says of optical modules to the modules. */
record OpticsChoice(HardwareCatalog hardware) {

  Optics optics(@Nullable OpticsSpec spec, NodeType node, SwitchType switchType) {
    Optics usual = Optics.usual(node, switchType);
    return spec == null
        ? usual
        : new Optics(
            tier(spec.nic(), spec.leafDown(), usual.nodeLeaf()),
            tier(spec.leafUp(), spec.spineDown(), usual.leafSpine()),
            tier(spec.spineUp(), spec.core(), usual.spineCore()));
  }

  private TierOptics tier(@Nullable String lower, @Nullable String upper, TierOptics usual) {
    return new TierOptics(module(lower, usual.lower()), module(upper, usual.upper()));
  }

  private @Nullable Transceiver module(@Nullable String name, @Nullable Transceiver usual) {
    if (name == null) {
      return usual;
    }
    return name.equals(OpticsSpec.COPPER) ? null : hardware.transceiver(name);
  }
}
