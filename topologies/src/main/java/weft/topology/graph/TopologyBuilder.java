package weft.topology.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.SwitchType;

/**
 * Collects devices and cables. Ids follow the order of the calls, and so does every iteration over
 * the result: the same calls make the same topology.
 *
 * <p>GPUs are to be added node by node, because their order is the order of ranks; cables from the
 * inside of the nodes outwards, because tiers are listed in the order of their first cable.
 */
public final class TopologyBuilder {

  private final String name;
  private final Graph<Device, Cable> graph =
      GraphTypeBuilder.<Device, Cable>undirected()
          .allowingMultipleEdges(true)
          .allowingSelfLoops(false)
          .weighted(false)
          .buildGraph();
  private final List<Device> devices = new ArrayList<>();
  private final List<Cable> cables = new ArrayList<>();
  private final Set<CableTier> tiers = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<Device, SwitchType> switchTypes = new HashMap<>();

  /** Each circuit switch with the number of its ports in use. */
  private final Map<CircuitSwitch, Integer> circuitSwitches = new LinkedHashMap<>();

  /** Starts a topology; {@code name} says in reports what it is. */
  public TopologyBuilder(String name) {
    this.name = name;
  }

  /**
   * Adds a device.
   *
   * @param node index of its node, or {@link Device#NONE}
   * @param rail index of its rail, or {@link Device#NONE}
   * @throws TopologyException if the name is taken
   */
  public Device addDevice(DeviceKind kind, String deviceName, int node, int rail) {
    if (!names.add(deviceName)) {
      throw new TopologyException("two devices are called " + deviceName);
    }
    Device device = new Device(devices.size(), kind, deviceName, node, rail);
    devices.add(device);
    graph.addVertex(device);
    return device;
  }

  /**
   * Adds a switch of the network between nodes, whose ports are counted against its type.
   *
   * @param rail index of its rail, or {@link Device#NONE}
   * @throws TopologyException if the name is taken
   */
  public Device addSwitch(DeviceKind kind, String deviceName, int rail, SwitchType type) {
    Device device = addDevice(kind, deviceName, Device.NONE, rail);
    switchTypes.put(device, type);
    return device;
  }

  /**
   * Adds an optical circuit switch, at first without circuits.
   *
   * @throws TopologyException if the name is taken
   */
  public CircuitSwitch addCircuitSwitch(String switchName, int ports) {
    if (!names.add(switchName)) {
      throw new TopologyException("two devices are called " + switchName);
    }
    CircuitSwitch circuitSwitch = new CircuitSwitch(switchName, ports);
    circuitSwitches.put(circuitSwitch, 0);
    return circuitSwitch;
  }

  /**
   * Adds a cable between two devices, of which {@code lower} stands on the lower level. Two devices
   * of one level may be joined as well; then neither is above the other.
   *
   * @throws TopologyException if the ends stand the wrong way round, or are one device
   */
  public Cable connect(CableClass type, Device lower, Device upper) {
    return connect(type, lower, upper, null);
  }

  /**
   * Adds a cable as {@link #connect(CableClass, Device, Device)} does, which passes through an
   * optical circuit switch and takes two of its ports.
   *
   * @throws TopologyException as there, and if the switch has no two ports left
   */
  public Cable connectThrough(
      CircuitSwitch circuitSwitch, CableClass type, Device lower, Device upper) {
    int used = circuitSwitches.getOrDefault(circuitSwitch, circuitSwitch.ports()) + 2;
    if (used > circuitSwitch.ports()) {
      throw new TopologyException(
          "%s needs %d ports (2 for each circuit), but has %d"
              .formatted(circuitSwitch.name(), used, circuitSwitch.ports()));
    }
    circuitSwitches.put(circuitSwitch, used);
    return connect(type, lower, upper, circuitSwitch);
  }

  private Cable connect(
      CableClass type, Device lower, Device upper, @Nullable CircuitSwitch circuitSwitch) {
    if (lower.kind().level() > upper.kind().level()) {
      throw new TopologyException(
          "a %s cable leads up from %s to %s, which stands lower"
              .formatted(type.tier().label(), lower.name(), upper.name()));
    }
    if (lower.equals(upper)) {
      throw new TopologyException(
          "a %s cable leads from %s to itself".formatted(type.tier().label(), lower.name()));
    }
    Cable cable = new Cable(cables.size(), type, lower, upper, circuitSwitch);
    cables.add(cable);
    tiers.add(type.tier());
    graph.addEdge(lower, upper, cable);
    return cable;
  }

  /** Completes the topology; the builder is of no use afterwards. */
  public Topology build() {
    return new Topology(
        name,
        graph,
        devices,
        cables,
        List.copyOf(tiers),
        switchTypes,
        List.copyOf(circuitSwitches.keySet()));
  }
}
