package weft.topology.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.topology.graph.FileAttribute.Owner;

/** A graph file as it was read: devices by id and cables between ids, nothing checked beyond. */
final class GraphDraft {

  private final Item topology;
  private final Map<String, Item> devices = new LinkedHashMap<>();
  private final List<Edge> cables = new ArrayList<>();

  /** An empty draft of a file. */
  GraphDraft(String file) {
    topology = new Item(Owner.TOPOLOGY, new Place(file, 0), "the graph");
  }

  /** An edge between two ids, of which either may be the lower one. */
  record Edge(String source, String target, Item item) {}

  Item topology() {
    return topology;
  }

  Map<String, Item> devices() {
    return devices;
  }

  List<Edge> cables() {
    return cables;
  }

  Item addDevice(Place place, String id) {
    Item item = new Item(Owner.DEVICE, place, "device " + Place.quoted(id));
    if (id.isBlank()) {
      throw place.fault("a device has an empty id");
    }
    Item other = devices.putIfAbsent(id, item);
    if (other != null) {
      throw place.fault(
          "two devices have the id %s; the first is in line %d"
              .formatted(Place.quoted(id), other.place().line()));
    }
    return item;
  }

  Item addCable(Place place, String source, String target) {
    String what = "the cable " + Place.quoted(source) + " – " + Place.quoted(target);
    Item item = new Item(Owner.CABLE, place, what);
    cables.add(new Edge(source, target, item));
    return item;
  }
}
