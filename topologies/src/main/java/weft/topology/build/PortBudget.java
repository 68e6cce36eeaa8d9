package weft.topology.build;

import java.util.Optional;
import java.util.function.Supplier;
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

  /** The same, with a suggestion that is only searched for where it is wanted. */
  void require(String device, long needed, String purpose, Supplier<Optional<String>> suggestion) {
    if (needed > switchType.ports()) {
      throw new TopologyException(
          "%s needs %d ports (%s), but a %s has %d%s"
              .formatted(
                  device,
                  needed,
                  purpose,
                  switchType.name(),
                  switchType.ports(),
                  suggestion.get().map(what -> ". Maybe " + what + ".").orElse("")));
    }
  }
}
