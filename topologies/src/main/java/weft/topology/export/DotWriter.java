package weft.topology.export;

import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.Topology;

/** DOT. All text is quoted, since {@code node} is a word of the language and an attribute too. */
final class DotWriter {

  private final StringBuilder out = new StringBuilder();

  private DotWriter() {}

  static String write(Topology topology) {
    DotWriter writer = new DotWriter();
    writer.document(topology);
    return writer.out.toString();
  }

  private void document(Topology topology) {
    out.append("graph {\n  graph");
    attributes(Attributes.of(topology));
    for (Device device : topology.devices()) {
      out.append("  ").append(quoted(device.name()));
      Map<FileAttribute, String> attributes = Attributes.of(topology, device);
      attributes.remove(FileAttribute.NAME);
      attributes(attributes);
    }
    for (Cable cable : topology.cables()) {
      out.append("  ").append(quoted(cable.lower().name()));
      out.append(" -- ").append(quoted(cable.upper().name()));
      attributes(Attributes.of(cable));
    }
    out.append("}\n");
  }

  private void attributes(Map<FileAttribute, String> attributes) {
    String separator = " [";
    for (Map.Entry<FileAttribute, String> entry : attributes.entrySet()) {
      out.append(separator).append(quoted(entry.getKey().text()));
      out.append('=').append(quoted(entry.getValue()));
      separator = ", ";
    }
    out.append("]\n");
  }

  /** Graphviz shows a doubled backslash as one. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
