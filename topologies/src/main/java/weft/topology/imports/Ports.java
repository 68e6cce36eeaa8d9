package weft.topology.imports;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.graph.FileAttribute;

/** The ports that cables name; each takes one cable. */
final class Ports {

  private final Map<Port, Item> taken = new HashMap<>();

  private record Port(String device, String name) {}

  /** Notes the ports at both ends of a cable. */
  void take(GraphDraft.Edge edge) {
    take(edge.item(), edge.source(), edge.item().find(FileAttribute.SOURCE_PORT));
    take(edge.item(), edge.target(), edge.item().find(FileAttribute.TARGET_PORT));
  }

  private void take(Item cable, String device, @Nullable String port) {
    if (port == null) {
      return;
    }
    Item other = taken.putIfAbsent(new Port(device, port), cable);
    if (other != null) {
      throw cable.fault(
          "the port %s of %s is taken by the cable in line %d"
              .formatted(Place.quoted(port), Place.quoted(device), other.place().line()));
    }
  }
}
