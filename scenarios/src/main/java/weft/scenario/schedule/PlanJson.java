package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;

/** JSON as a tree that knows where everything stands. */
final class PlanJson {

  /** Far more than a plan has: its operations are at 8, those of a pipeline at 11. */
  private static final int MOST_DEPTH = 32;

  private final JsonText text;
  private final JsonParser json;
  private final Findings findings;

  private PlanJson(JsonText text, Findings findings) {
    this.text = text;
    json = text.tokens();
    this.findings = findings;
  }

  static PlanNode read(String file, String text, Findings findings) {
    return JsonText.read(
        file, text, "plan", findings, source -> new PlanJson(source, findings).value(0));
  }

  private PlanNode value(int depth) {
    if (depth > MOST_DEPTH) {
      throw findings.fatal(text.here(), "is nested deeper than any plan.");
    }
    @Nullable JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(depth);
    }
    if (token != JsonToken.START_ARRAY) {
      return new PlanNode(text.here(), null, null, String.valueOf(json.getString()));
    }
    Position at = text.here();
    List<PlanNode> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new PlanNode(at, null, items, null);
  }

  private PlanNode object(int depth) {
    PlanNode object = PlanNode.object(text.here());
    Map<String, PlanNode> fields = Objects.requireNonNull(object.fields());
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      Position at = text.here();
      json.nextToken();
      if (fields.put(key, value(depth + 1)) != null) {
        findings.add(at, "the key " + Quote.of(key) + " is given twice.");
      }
    }
    return object;
  }
}
