package weft.topology.analyse;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Which cables share an optical module: those of one tier and rate that leave the same chassis (a
 * switch, or a node with all its NICs), in the order of their ids. A chassis with 31 cables and
 * twin-port modules holds 16.
 */
final class Modules {

  /** Stands for no module. */
  static final int NONE = -1;

  /**
   * One module.
   *
   * @param holder the device at which its first cable ends
   */
  record Module(CableTier tier, Device holder, Transceiver transceiver) {}

  private final Object2IntOpenHashMap<Place> open = new Object2IntOpenHashMap<>();
  private final List<Module> modules = new ArrayList<>();

  /** By module, its cables and their payload rate together. */
  private final IntArrayList cables = new IntArrayList();

  private final LongArrayList payloadBps = new LongArrayList();

  /** By cable. */
  private final int[] atLower;

  private final int[] atUpper;

  Modules(Topology topology) {
    open.defaultReturnValue(NONE);
    atLower = new int[topology.cables().size()];
    atUpper = new int[topology.cables().size()];
    Arrays.fill(atLower, NONE);
    Arrays.fill(atUpper, NONE);
    for (Cable cable : topology.cables()) {
      atLower[cable.id()] = moduleAt(cable.lower(), cable);
      atUpper[cable.id()] = moduleAt(cable.upper(), cable);
    }
  }

  int count() {
    return modules.size();
  }

  /** How many there are by tier, end and type, in the order of their first cables. */
  List<TransceiverCount> counts() {
    Map<Sort, TransceiverCount> counts = new LinkedHashMap<>();
    for (Module module : modules) {
      DeviceKind end = module.holder.kind();
      counts.merge(
          new Sort(module.tier.name(), end, module.transceiver.name()),
          new TransceiverCount(module.tier, end, module.transceiver, 1),
          TransceiverCount::plus);
    }
    return List.copyOf(counts.values());
  }

  Module module(int module) {
    return modules.get(module);
  }

  /** How many cables are plugged into a module. */
  int cables(int module) {
    return cables.getInt(module);
  }

  /** What they carry together, payload, bits per second one way. */
  long payloadBps(int module) {
    return payloadBps.getLong(module);
  }

  /** The module at the lower end of a cable; {@link #NONE} for copper. */
  int atLower(int cable) {
    return atLower[cable];
  }

  /** The module at the upper end of a cable; {@link #NONE} for copper. */
  int atUpper(int cable) {
    return atUpper[cable];
  }

  private int moduleAt(Device device, Cable cable) {
    Transceiver transceiver = cable.transceiver(device);
    if (transceiver == null) {
      return NONE;
    }
    boolean inNode = device.node() != Device.NONE;
    long rateBps = cable.link().rateBps();
    Place place =
        new Place(
            cable.tier().name(),
            device.kind(),
            transceiver.name(),
            rateBps,
            inNode ? device.node() : device.id());
    int module = open.getInt(place);
    if (module == NONE) {
      module = modules.size();
      modules.add(new Module(cable.tier(), device, transceiver));
      cables.add(0);
      payloadBps.add(0);
      open.put(place, module);
    }
    cables.set(module, cables.getInt(module) + 1);
    payloadBps.set(module, payloadBps.getLong(module) + cable.link().payloadRateBps());
    if (cables.getInt(module) == transceiver.cablesAt(rateBps)) {
      open.removeInt(place);
    }
    return module;
  }

  /** Names stand for what they name: they take less time to hash. */
  private record Sort(String tier, DeviceKind end, String transceiver) {}

  /** The kind tells the numbers of nodes from those of devices. */
  private record Place(
      String tier, DeviceKind end, String transceiver, long rateBps, int chassis) {}
}
