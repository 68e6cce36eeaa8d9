package weft.scenario.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How results become JSON: keys in the order in which they were put, numbers to twelve significant
 * digits. These are written as decimals, because {@code Double.toString} gives other digits on JDK
 * 17 than on later ones.
 */
final class Json {

  private static final MathContext DIGITS = new MathContext(12);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  /** The beginning of all that is said of a run. */
  static ObjectNode of(String schema, RunReport report) {
    ObjectNode root = object();
    root.put("schema", schema);
    root.put("scenario", report.scenario().name());
    root.put("seed", report.scenario().seed());
    root.put("model", report.model());
    root.put("complete", report.result().complete());
    put(root, "simulatedSeconds", report.result().endPs() / Format.PS);
    return root;
  }

  /** Puts a number; null if it is not finite. */
  static void put(ObjectNode object, String key, double value) {
    if (Double.isFinite(value)) {
      BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
      object.put(key, rounded.scale() < 1 ? rounded.setScale(1) : rounded);
    } else {
      object.putNull(key);
    }
  }

  static void put(ObjectNode object, String key, Map<String, Integer> counts) {
    ObjectNode child = object.putObject(key);
    counts.forEach(child::put);
  }

  /** The text, with a line feed at its end on every system. */
  static String render(ObjectNode object) {
    return MAPPER.writeValueAsString(object).replace("\r\n", "\n") + "\n";
  }
}
