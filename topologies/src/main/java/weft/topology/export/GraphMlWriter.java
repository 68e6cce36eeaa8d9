package weft.topology.export;

import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.Topology;

/** GraphML. Ids of nodes are short, because GraphML allows no slash in them. */
final class GraphMlWriter {

  private final StringBuilder out = new StringBuilder();

  private GraphMlWriter() {}

  static String write(Topology topology) {
    GraphMlWriter writer = new GraphMlWriter();
    writer.document(topology);
    return writer.out.toString();
  }

  private void document(Topology topology) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (FileAttribute attribute : FileAttribute.values()) {
      if (attribute != FileAttribute.RATE
          && attribute != FileAttribute.LATENCY
          && attribute != FileAttribute.SOURCE_PORT
          && attribute != FileAttribute.TARGET_PORT) {
        out.append(
            "  <key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n"
                .formatted(key(attribute), element(attribute), attribute.text(), type(attribute)));
      }
    }
    out.append("  <graph edgedefault=\"undirected\">\n");
    out.append("    ");
    data(Attributes.of(topology));
    out.append('\n');
    for (Device device : topology.devices()) {
      out.append("    <node id=\"d").append(device.id()).append("\">");
      data(Attributes.of(topology, device));
      out.append("</node>\n");
    }
    for (Cable cable : topology.cables()) {
      out.append("    <edge source=\"d").append(cable.lower().id());
      out.append("\" target=\"d").append(cable.upper().id()).append("\">");
      data(Attributes.of(cable));
      out.append("</edge>\n");
    }
    out.append("  </graph>\n</graphml>\n");
  }

  private void data(Map<FileAttribute, String> attributes) {
    attributes.forEach(
        (attribute, value) ->
            out.append("<data key=\"")
                .append(key(attribute))
                .append("\">")
                .append(escaped(value))
                .append("</data>"));
  }

  private static String key(FileAttribute attribute) {
    return element(attribute) + "." + attribute.text();
  }

  private static String element(FileAttribute attribute) {
    return switch (attribute.owner()) {
      case TOPOLOGY -> "graph";
      case DEVICE -> "node";
      case CABLE -> "edge";
    };
  }

  private static String type(FileAttribute attribute) {
    return switch (attribute.type()) {
      case TEXT -> "string";
      case WHOLE -> "long";
      case DECIMAL -> "double";
      case FLAG -> "boolean";
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
