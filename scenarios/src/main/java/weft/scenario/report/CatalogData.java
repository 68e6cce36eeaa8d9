package weft.scenario.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/** The catalogue for programs: every figure with its unit, source and confidence. */
public final class CatalogData {

  private CatalogData() {}

  /** As JSON, of the schema {@code weft-catalog/1}. */
  public static String json(CatalogView view) {
    ObjectNode root = Json.object();
    root.put("schema", "weft-catalog/1");
    ArrayNode entries = root.putArray("entries");
    for (String kind : view.kinds()) {
      List<Property> properties = view.properties(kind);
      for (String name : view.names(kind)) {
        ObjectNode entry = entries.addObject();
        entry.put("kind", kind);
        entry.put("name", name);
        ArrayNode figures = entry.putArray("figures");
        for (Property property : properties) {
          view.figure(kind, name, property.name())
              .ifPresent(figure -> put(figures.addObject(), figure, property));
        }
      }
    }
    return Json.render(root);
  }

  /** As CSV, in the columns of the data files that the figures come from. */
  public static String csv(CatalogView view) {
    StringWriter text = new StringWriter();
    CsvWriter rows = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    rows.writeRecord("kind", "name", "property", "value", "unit", "source", "confidence");
    for (Figure figure : view.figures()) {
      rows.writeRecord(
          figure.kind(),
          figure.name(),
          figure.property(),
          figure.value(),
          figure.unit(),
          figure.source(),
          figure.confidence().word());
    }
    return text.toString();
  }

  private static void put(ObjectNode node, Figure figure, Property property) {
    node.put("property", figure.property());
    if (property.dimension().isPresent()) {
      node.put("value", new BigDecimal(figure.value()));
    } else {
      node.put("value", figure.value());
    }
    node.put("unit", figure.unit());
    node.put("meaning", property.meaning());
    node.put("source", figure.source());
    node.put("confidence", figure.confidence().word());
    node.put("verified", figure.confidence().verified());
  }
}
