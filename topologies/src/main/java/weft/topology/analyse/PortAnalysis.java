package weft.topology.analyse;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.error.TopologyException;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.SwitchType;

/** Counts the ports in use. Cables share a port only with cables of their tier and rate. */
final class PortAnalysis {

  private PortAnalysis() {}

  /**
   * One entry for each role and type of switch, in the order of their first switch.
   *
   * @throws TopologyException if a switch has too few ports
   */
  static List<PortUse> of(Topology topology) {
    Map<Group, PortUse> uses = new LinkedHashMap<>();
    CableIndex index = new CableIndex(topology);
    for (Device device : topology.devices()) {
      topology
          .switchType(device)
          .ifPresent(
              type -> {
                int used = used(topology, index, device, type);
                uses.merge(
                    new Group(device.kind(), type),
                    new PortUse(device.kind().role(), type.name(), 1, type.ports(), used, used),
                    PortAnalysis::together);
              });
    }
    return List.copyOf(uses.values());
  }

  private static int used(Topology topology, CableIndex index, Device device, SwitchType type) {
    Map<Bundle, Integer> bundles = new HashMap<>();
    for (int i = index.first(device.id()); i < index.end(device.id()); i++) {
      Cable cable = topology.cables().get(index.cable(i));
      bundles.merge(new Bundle(cable.tier(), cable.link().rateBps()), 1, Integer::sum);
    }
    long used = 0;
    for (Map.Entry<Bundle, Integer> bundle : bundles.entrySet()) {
      used += type.portsFor(bundle.getValue(), bundle.getKey().rateBps);
    }
    if (used > type.ports()) {
      throw new TopologyException(
          "%s needs %d ports, but a %s has %d"
              .formatted(device.name(), used, type.name(), type.ports()));
    }
    return (int) used;
  }

  private static PortUse together(PortUse some, PortUse more) {
    return new PortUse(
        some.role(),
        some.switchType(),
        some.switches() + more.switches(),
        some.ports(),
        Math.min(some.leastUsed(), more.leastUsed()),
        Math.max(some.mostUsed(), more.mostUsed()));
  }

  private record Group(DeviceKind kind, SwitchType type) {}

  private record Bundle(CableTier tier, long rateBps) {}
}
