package weft.topology.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.Cable;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.Topology;
import weft.topology.hardware.CableType;
import weft.topology.hardware.Lengths;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** The attributes of one device or cable, in the order of {@link FileAttribute}. */
final class Attributes {

  private final Map<FileAttribute, String> values = new EnumMap<>(FileAttribute.class);

  private Attributes() {}

  static Map<FileAttribute, String> of(Topology topology) {
    Attributes attributes = new Attributes();
    attributes.put(FileAttribute.TOPOLOGY_NAME, topology.name());
    if (!topology.circuitSwitches().isEmpty()) {
      attributes.put(
          FileAttribute.CIRCUIT_SWITCHES,
          topology.circuitSwitches().stream()
              .map(circuitSwitch -> circuitSwitch.name() + ":" + circuitSwitch.ports())
              .collect(Collectors.joining(" ")));
    }
    return attributes.values;
  }

  static Map<FileAttribute, String> of(Topology topology, Device device) {
    Attributes attributes = new Attributes();
    attributes.put(FileAttribute.KIND, device.kind().role());
    attributes.put(FileAttribute.NAME, device.name());
    attributes.put(FileAttribute.NODE, index(device.node()));
    attributes.put(FileAttribute.RAIL, index(device.rail()));
    attributes.put(
        FileAttribute.SWITCH_TYPE, topology.switchType(device).map(SwitchType::name).orElse(null));
    return attributes.values;
  }

  /** Its source is the lower end. */
  static Map<FileAttribute, String> of(Cable cable) {
    LinkType link = cable.link();
    Attributes attributes = new Attributes();
    attributes.put(FileAttribute.TIER, cable.tier().name());
    attributes.put(FileAttribute.TIER_LABEL, cable.tier().label());
    attributes.put(FileAttribute.INSIDE_NODE, String.valueOf(cable.tier().insideNode()));
    attributes.put(FileAttribute.LINK, link.name());
    attributes.put(FileAttribute.LINK_LABEL, link.label());
    attributes.put(FileAttribute.RATE_BPS, String.valueOf(link.rateBps()));
    attributes.put(FileAttribute.EFFICIENCY, String.valueOf(link.payloadEfficiency()));
    attributes.put(FileAttribute.LATENCY_PS, String.valueOf(link.latencyPs()));
    CableType type = cable.type().cable();
    long lengthMm = cable.type().lengthMm();
    attributes.put(FileAttribute.CABLE_TYPE, type == null ? null : type.name());
    attributes.put(FileAttribute.LENGTH, lengthMm == 0 ? null : Lengths.text(lengthMm));
    attributes.put(FileAttribute.SOURCE_MODULE, module(cable.type().lowerTransceiver()));
    attributes.put(FileAttribute.TARGET_MODULE, module(cable.type().upperTransceiver()));
    attributes.put(FileAttribute.CIRCUIT_SWITCH, circuitSwitch(cable.circuitSwitch()));
    return attributes.values;
  }

  private void put(FileAttribute attribute, @Nullable String value) {
    if (value != null) {
      values.put(attribute, value);
    }
  }

  private static @Nullable String index(int index) {
    return index == Device.NONE ? null : String.valueOf(index);
  }

  private static @Nullable String module(@Nullable Transceiver transceiver) {
    return transceiver == null ? null : transceiver.name();
  }

  private static @Nullable String circuitSwitch(@Nullable CircuitSwitch circuitSwitch) {
    return circuitSwitch == null ? null : circuitSwitch.name();
  }
}
