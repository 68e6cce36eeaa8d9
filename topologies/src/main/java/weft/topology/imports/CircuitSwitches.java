package weft.topology.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.TopologyBuilder;

/** The optical circuit switches of a file, and which of them a cable passes through. */
final class CircuitSwitches {

  private final Map<String, CircuitSwitch> byName = new LinkedHashMap<>();

  /** Reads {@code name:ports} for each, with blanks between them. */
  void addTo(TopologyBuilder builder, Item topology) {
    String text = topology.find(FileAttribute.CIRCUIT_SWITCHES);
    if (text == null) {
      return;
    }
    for (String one : text.split("\\s+", -1)) {
      int colon = one.lastIndexOf(':');
      if (colon < 1) {
        throw topology.fault(
            "circuitSwitches: %s is not a name with its number of ports. Maybe %s:136."
                .formatted(Place.quoted(one), colon == 0 ? "ocs" : one));
      }
      String name = one.substring(0, colon);
      int ports = Quantity.index(topology, "circuitSwitches", one.substring(colon + 1));
      try {
        byName.put(name, builder.addCircuitSwitch(name, ports));
      } catch (TopologyException e) {
        throw topology.placed(e);
      }
    }
  }

  /** What a cable passes through, if anything. */
  @Nullable CircuitSwitch of(Item cable) {
    String name = cable.find(FileAttribute.CIRCUIT_SWITCH);
    if (name == null) {
      return null;
    }
    CircuitSwitch circuitSwitch = byName.get(name);
    if (circuitSwitch == null) {
      throw cable.fault(
          "circuitSwitch: the graph has no circuit switch %s. %s"
              .formatted(
                  Place.quoted(name),
                  byName.isEmpty()
                      ? "Maybe circuitSwitches of the graph."
                      : Suggestion.sentence(name, byName.keySet())));
    }
    return circuitSwitch;
  }
}
