package weft.topology.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.graph.AsUnmodifiableGraph;
import weft.topology.hardware.SwitchType;

/**
 * A network as people draw it: devices, joined by cables. Immutable; every iteration, that over the
 * graph included, follows the ids.
 */
public final class Topology {

  private final String name;
  private final Graph<Device, Cable> graph;
  private final List<Device> devices;
  private final List<Cable> cables;
  private final List<CableTier> tiers;
  private final Map<Device, SwitchType> switchTypes;
  private final List<CircuitSwitch> circuitSwitches;

  Topology(
      String name,
      Graph<Device, Cable> graph,
      List<Device> devices,
      List<Cable> cables,
      List<CableTier> tiers,
      Map<Device, SwitchType> switchTypes,
      List<CircuitSwitch> circuitSwitches) {
    this.name = name;
    this.graph = new AsUnmodifiableGraph<>(graph);
    this.devices = List.copyOf(devices);
    this.cables = List.copyOf(cables);
    this.tiers = List.copyOf(tiers);
    this.switchTypes = Map.copyOf(switchTypes);
    this.circuitSwitches = List.copyOf(circuitSwitches);
  }

  /** What it is, in a few words. */
  public String name() {
    return name;
  }

  /** The same devices and cables as an undirected multigraph, for JGraphT's algorithms. */
  public Graph<Device, Cable> graph() {
    return graph;
  }

  /** All devices by id. */
  public List<Device> devices() {
    return devices;
  }

  /** The devices of one kind by id. GPUs come node by node: their order is the order of ranks. */
  public Stream<Device> devices(DeviceKind kind) {
    return devices.stream().filter(device -> device.kind() == kind);
  }

  /** All cables by id. */
  public List<Cable> cables() {
    return cables;
  }

  /** All tiers, from the inside of the nodes outwards. */
  public List<CableTier> tiers() {
    return tiers;
  }

  /** The optical circuit switches that cables may pass through, with circuits or without. */
  public List<CircuitSwitch> circuitSwitches() {
    return circuitSwitches;
  }

  /** What a network switch is made of; empty where nobody said, and for other devices. */
  public Optional<SwitchType> switchType(Device device) {
    return Optional.ofNullable(switchTypes.get(device));
  }
}
