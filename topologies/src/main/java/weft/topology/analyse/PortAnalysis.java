package weft.topology.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.SwitchPorts;
import weft.topology.graph.Topology;
import weft.topology.hardware.SwitchType;

/** Counts the ports in use, as {@link SwitchPorts} does. */
final class PortAnalysis {

  private PortAnalysis() {}

  /**
   * One entry for each role and type of switch, in the order of their first switch.
   *
   * @throws weft.topology.error.TopologyException if a switch has too few ports
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
    SwitchPorts ports = new SwitchPorts(type);
    for (int i = index.first(device.id()); i < index.end(device.id()); i++) {
      ports.plug(topology.cables().get(index.cable(i)).type());
    }
    return ports.used(device.name());
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
}
