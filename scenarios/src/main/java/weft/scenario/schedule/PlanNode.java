package weft.scenario.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;

/** A value of JSON and where it stands: of an object, a list and a scalar, one is there. */
record PlanNode(
    Position at,
    @Nullable Map<String, PlanNode> fields,
    @Nullable List<PlanNode> items,
    @Nullable String text) {

  static PlanNode object(Position at) {
    return new PlanNode(at, new LinkedHashMap<>(), null, null);
  }

  /** What an object has under a key; null if it is none or has nothing there. */
  @Nullable PlanNode get(String key) {
    return fields == null ? null : fields.get(key);
  }

  /** What it is, for messages. */
  String kind() {
    return fields != null ? "an object" : items != null ? "a list" : "text or a number";
  }
}
