package weft.topology.analyse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.CableTier;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.Topology;
import weft.topology.hardware.Transceiver;

/**
 * Counts optical modules. Cables of one tier and rate that leave the same chassis (a switch, or a
 * node with all its NICs) share modules: a chassis with 31 cables and twin-port modules holds 16.
 */
final class TransceiverCounter {

  private final Map<Group, Map<Chassis, Integer>> cables = new LinkedHashMap<>();

  static List<TransceiverCount> count(Topology topology) {
    TransceiverCounter counter = new TransceiverCounter();
    for (Cable cable : topology.cables()) {
      counter.add(cable, cable.lower());
      counter.add(cable, cable.upper());
    }
    return counter.result();
  }

  private void add(Cable cable, Device end) {
    Transceiver transceiver = cable.transceiver(end);
    if (transceiver != null) {
      Group group = new Group(cable.tier(), end.kind(), transceiver, cable.link().rateBps());
      cables
          .computeIfAbsent(group, absent -> new LinkedHashMap<>())
          .merge(Chassis.of(end), 1, Integer::sum);
    }
  }

  private List<TransceiverCount> result() {
    List<TransceiverCount> counts = new ArrayList<>();
    cables.forEach(
        (group, byChassis) -> {
          int perModule = group.transceiver.cablesAt(group.rateBps);
          int modules = 0;
          for (int ends : byChassis.values()) {
            modules += (ends + perModule - 1) / perModule;
          }
          counts.add(new TransceiverCount(group.tier, group.end, group.transceiver, modules));
        });
    return counts;
  }

  private record Group(CableTier tier, DeviceKind end, Transceiver transceiver, long rateBps) {}

  /** A node, or a device outside of all nodes. */
  private record Chassis(int node, int device) {
    static Chassis of(Device device) {
      return device.node() == Device.NONE
          ? new Chassis(Device.NONE, device.id())
          : new Chassis(device.node(), Device.NONE);
    }
  }
}
