package weft.topology.export;

import java.util.List;
import java.util.Map;
import weft.topology.graph.Cable;
import weft.topology.graph.Device;
import weft.topology.graph.FileAttribute;
import weft.topology.graph.Topology;

/** JSON of schema {@code weft-graph/1}, a line for each device and cable. */
final class JsonGraphWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonGraphWriter() {}

  static String write(Topology topology) {
    JsonGraphWriter writer = new JsonGraphWriter();
    writer.document(topology);
    return writer.out.toString();
  }

  private void document(Topology topology) {
    out.append("{\n  \"schema\": \"weft-graph/1\"");
    Attributes.of(topology)
        .forEach(
            (attribute, value) -> {
              out.append(",\n  ");
              field(attribute.text(), value);
            });
    out.append(",\n  \"devices\": [");
    String separator = "\n";
    for (Device device : topology.devices()) {
      Map<FileAttribute, String> attributes = Attributes.of(topology, device);
      attributes.remove(FileAttribute.NAME);
      out.append(separator).append("    {");
      field("id", device.name());
      attributes(attributes);
      separator = ",\n";
    }
    close(topology.devices());
    out.append(",\n  \"cables\": [");
    separator = "\n";
    for (Cable cable : topology.cables()) {
      out.append(separator).append("    {");
      field("source", cable.lower().name());
      out.append(", ");
      field("target", cable.upper().name());
      attributes(Attributes.of(cable));
      separator = ",\n";
    }
    close(topology.cables());
    out.append("\n}\n");
  }

  private void close(List<?> rows) {
    out.append(rows.isEmpty() ? "]" : "\n  ]");
  }

  private void field(String name, String value) {
    quote(name);
    out.append(": ");
    quote(value);
  }

  private void attributes(Map<FileAttribute, String> attributes) {
    attributes.forEach(
        (attribute, value) -> {
          out.append(", ");
          if (attribute.type() == FileAttribute.Type.TEXT) {
            field(attribute.text(), value);
          } else {
            quote(attribute.text());
            out.append(": ").append(value);
          }
        });
    out.append('}');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
