package weft.topology.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

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

  /** Adds a cable without optical modules. */
  public Cable connect(CableTier tier, LinkType link, Device lower, Device upper) {
    return connect(tier, link, lower, null, upper, null);
  }

  /**
   * Adds a cable between two devices, of which {@code lower} stands on the lower level.
   *
   * @throws TopologyException if the ends stand the wrong way round or on one level, or a module is
   *     too slow for the link
   */
  public Cable connect(
      CableTier tier,
      LinkType link,
      Device lower,
      @Nullable Transceiver lowerTransceiver,
      Device upper,
      @Nullable Transceiver upperTransceiver) {
    if (lower.kind().level() >= upper.kind().level()) {
      throw new TopologyException(
          "a %s cable leads up from %s to %s, which stands no higher"
              .formatted(tier.label(), lower.name(), upper.name()));
    }
    requireFast(lowerTransceiver, link);
    requireFast(upperTransceiver, link);
    Cable cable =
        new Cable(
            cables.size(),
            tier,
            link,
            new CableEnd(lower, lowerTransceiver),
            new CableEnd(upper, upperTransceiver));
    cables.add(cable);
    tiers.add(tier);
    graph.addEdge(lower, upper, cable);
    return cable;
  }

  /** Completes the topology; the builder is of no use afterwards. */
  public Topology build() {
    return new Topology(name, graph, devices, cables, List.copyOf(tiers), switchTypes);
  }

  private static void requireFast(@Nullable Transceiver transceiver, LinkType link) {
    if (transceiver != null) {
      transceiver.cablesAt(link.rateBps());
    }
  }
}
