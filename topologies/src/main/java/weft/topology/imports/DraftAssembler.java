package weft.topology.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;
import weft.topology.graph.CableClass;
import weft.topology.graph.CircuitSwitch;
import weft.topology.graph.Device;
import weft.topology.graph.DeviceKind;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.SwitchPorts;
import weft.topology.graph.Topology;
import weft.topology.graph.TopologyBuilder;
import weft.topology.hardware.CableType;
import weft.topology.hardware.HardwareCatalog;
import weft.topology.hardware.SwitchType;
import weft.topology.hardware.Transceiver;

/** From what a file says to a topology: defaults, checks, and the order of the GPUs. */
final class DraftAssembler {

  private static final int LONGEST_NAME = 200;

  private final GraphDraft draft;
  private final HardwareCatalog catalog;
  private final CableClasses classes = new CableClasses();
  private final CircuitSwitches circuitSwitches = new CircuitSwitches();
  private final Map<String, DeviceKind> kinds = new LinkedHashMap<>();
  private final Map<String, Device> devices = new HashMap<>();

  /** Of the switches whose type the file tells. */
  private final Map<String, SwitchPorts> switchPorts = new LinkedHashMap<>();

  DraftAssembler(GraphDraft draft, HardwareCatalog catalog) {
    this.draft = draft;
    this.catalog = catalog;
  }

  Topology assemble() {
    draft.devices().forEach((id, item) -> kinds.put(id, kind(item)));
    if (!kinds.containsValue(DeviceKind.GPU)) {
      throw draft.topology().place().fault("has no device of kind gpu");
    }
    for (GraphDraft.Edge edge : draft.cables()) {
      requireEnds(edge);
    }
    String name = draft.topology().find(FileAttribute.TOPOLOGY_NAME);
    TopologyBuilder builder =
        new TopologyBuilder(name == null ? "custom" : checkedName(draft.topology(), name));
    addDevices(builder);
    circuitSwitches.addTo(builder, draft.topology());
    Ports ports = new Ports();
    for (GraphDraft.Edge edge : draft.cables()) {
      ports.take(edge);
      addCable(builder, edge);
    }
    requirePorts();
    Topology topology = builder.build();
    LateralChains.require(topology, draft.topology().place());
    Reachability.require(topology, draft.topology().place());
    return topology;
  }

  private static DeviceKind kind(Item item) {
    String text = item.get(FileAttribute.KIND, "gpu");
    List<String> known = Arrays.stream(DeviceKind.values()).map(DeviceKind::role).toList();
    return Arrays.stream(DeviceKind.values())
        .filter(kind -> kind.role().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                item.fault(
                    "unknown kind %s%s. %s"
                        .formatted(
                            Place.quoted(text),
                            Place.oddCharacter(text),
                            Suggestion.sentence(text, known))));
  }

  private void requireEnds(GraphDraft.Edge edge) {
    for (String end : List.of(edge.source(), edge.target())) {
      if (!kinds.containsKey(end)) {
        throw edge.item()
            .fault(
                "no device has the id %s%s. %s"
                    .formatted(
                        Place.quoted(end),
                        Place.oddCharacter(end),
                        Suggestion.nearest(end, kinds.keySet())
                            .map(near -> "Maybe " + near + ".")
                            .orElse("Each device needs an entry of its own.")));
      }
    }
    if (edge.source().equals(edge.target())) {
      throw edge.item().fault("leads back to where it starts");
    }
  }

  private DeviceKind kind(String id) {
    DeviceKind kind = kinds.get(id);
    if (kind == null) {
      throw new IllegalStateException(id);
    }
    return kind;
  }

  /** GPUs are put together node by node, for their order is that of the ranks. */
  private void addDevices(TopologyBuilder builder) {
    Map<String, Integer> nodes = NodesOfDevices.of(draft, kinds);
    Map<Integer, List<String>> gpusByNode = new LinkedHashMap<>();
    kinds.forEach(
        (id, kind) -> {
          if (kind == DeviceKind.GPU) {
            gpusByNode
                .computeIfAbsent(nodes.getOrDefault(id, Device.NONE), node -> new ArrayList<>())
                .add(id);
          }
        });
    Map<String, Integer> rails = new HashMap<>();
    Deque<String> gpus = new ArrayDeque<>();
    for (List<String> ofNode : gpusByNode.values()) {
      for (int i = 0; i < ofNode.size(); i++) {
        rails.put(ofNode.get(i), i);
      }
      gpus.addAll(ofNode);
    }
    kinds.forEach(
        (id, kind) -> {
          String next = kind == DeviceKind.GPU ? gpus.removeFirst() : id;
          addDevice(builder, next, nodes, rails);
        });
  }

  private void addDevice(
      TopologyBuilder builder, String id, Map<String, Integer> nodes, Map<String, Integer> rails) {
    Item item = item(id);
    String given = item.find(FileAttribute.NAME);
    String name = checkedName(item, given == null ? id : given);
    String rail = item.find(FileAttribute.RAIL);
    int railIndex =
        rail == null ? rails.getOrDefault(id, Device.NONE) : Quantity.index(item, "rail", rail);
    int node = nodes.getOrDefault(id, Device.NONE);
    String type = item.find(FileAttribute.SWITCH_TYPE);
    if (type != null && (!kind(id).isNetworkSwitch() || node != Device.NONE)) {
      throw item.fault("has a switchType, but is no switch of the network between nodes");
    }
    devices.put(
        id,
        placed(
            item,
            () -> {
              if (type == null) {
                return builder.addDevice(kind(id), name, node, railIndex);
              }
              SwitchType known = known(() -> catalog.switchType(type));
              switchPorts.put(id, new SwitchPorts(known));
              return builder.addSwitch(kind(id), name, railIndex, known);
            }));
  }

  private Item item(String id) {
    Item item = draft.devices().get(id);
    if (item == null) {
      throw new IllegalStateException(id);
    }
    return item;
  }

  private static String checkedName(Item item, String name) {
    if (name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
      throw item.fault(
          "the name %s is not one line of at most %d characters"
              .formatted(Place.quoted(name), LONGEST_NAME));
    }
    return name;
  }

  private void addCable(TopologyBuilder builder, GraphDraft.Edge edge) {
    Item item = edge.item();
    boolean upwards = kind(edge.source()).level() <= kind(edge.target()).level();
    Device lower = device(upwards ? edge.source() : edge.target());
    Device upper = device(upwards ? edge.target() : edge.source());
    FileAttribute atLower = upwards ? FileAttribute.SOURCE_MODULE : FileAttribute.TARGET_MODULE;
    FileAttribute atUpper = upwards ? FileAttribute.TARGET_MODULE : FileAttribute.SOURCE_MODULE;
    placed(
        item,
        () -> {
          CableClass type =
              classes.of(
                  item,
                  lower.kind(),
                  module(item.find(atLower)),
                  upper.kind(),
                  module(item.find(atUpper)),
                  cable(item.find(FileAttribute.CABLE_TYPE)));
          for (String end : List.of(edge.source(), edge.target())) {
            SwitchPorts ports = switchPorts.get(end);
            if (ports != null) {
              ports.plug(type);
            }
          }
          CircuitSwitch through = circuitSwitches.of(item);
          return through == null
              ? builder.connect(type, lower, upper)
              : builder.connectThrough(through, type, lower, upper);
        });
  }

  private void requirePorts() {
    switchPorts.forEach((id, ports) -> placed(item(id), () -> ports.used(device(id).name())));
  }

  private Device device(String id) {
    Device device = devices.get(id);
    if (device == null) {
      throw new IllegalStateException(id);
    }
    return device;
  }

  private @Nullable Transceiver module(@Nullable String name) {
    return name == null ? null : known(() -> catalog.transceiver(name));
  }

  private @Nullable CableType cable(@Nullable String name) {
    return name == null ? null : known(() -> catalog.cable(name));
  }

  /** What the catalogue holds, which a scenario can add to. */
  private static <T> T known(Supplier<T> entry) {
    try {
      return entry.get();
    } catch (TopologyException e) {
      throw new TopologyException(
          e.getMessage() + " The catalog: section of the scenario can define it.", e);
    }
  }

  /** Gives what others complain of its place. */
  private static <T> T placed(Item item, Supplier<T> step) {
    try {
      return step.get();
    } catch (TopologyException e) {
      throw item.placed(e);
    }
  }
}
