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
 * Which cables share an optical module: those of one tier and rate that leave the same chassis, in
 * the order of their ids. {@link TransceiverCounter} counts the same modules.
 */
final class Modules {

  /**
   * One module.
   *
   * @param end at which end of its tier it is
   * @param holder the device at which its first cable ends
   */
  record Module(CableTier tier, DeviceKind end, Device holder, List<Cable> cables) {}

  private final Map<Place, Module> open = new LinkedHashMap<>();
  private final List<Module> modules = new ArrayList<>();

  private Modules() {}

  static List<Module> of(Topology topology) {
    Modules all = new Modules();
    for (Cable cable : topology.cables()) {
      all.add(cable, cable.lower());
      all.add(cable, cable.upper());
    }
    return all.modules;
  }

  private void add(Cable cable, Device device) {
    Transceiver transceiver = cable.transceiver(device);
    if (transceiver == null) {
      return;
    }
    boolean inNode = device.node() != Device.NONE;
    Place place =
        new Place(
            cable.tier().name(),
            device.kind(),
            transceiver.name(),
            cable.link().rateBps(),
            inNode ? device.node() : device.id());
    Module module = open.get(place);
    if (module == null) {
      module = new Module(cable.tier(), device.kind(), device, new ArrayList<>(2));
      open.put(place, module);
      modules.add(module);
    }
    module.cables.add(cable);
    if (module.cables.size() == transceiver.cablesAt(cable.link().rateBps())) {
      open.remove(place);
    }
  }

  /** The kind tells the numbers of nodes from those of devices. */
  private record Place(
      String tier, DeviceKind end, String transceiver, long rateBps, int chassis) {}
}
