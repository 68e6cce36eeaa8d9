package weft.topology.build;

import weft.topology.error.TopologyException;
import weft.topology.hardware.SwitchType;

/** Holds the use of ports against what a switch has. */
record PortBudget(SwitchType switchType) {

  void require(String device, long needed, String purpose) {
    if (needed > switchType.ports()) {
      throw new TopologyException(
          "%s needs %d ports (%s), but a %s has %d"
              .formatted(device, needed, purpose, switchType.name(), switchType.ports()));
    }
  }
}
