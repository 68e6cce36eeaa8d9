package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;

/** JSON as a tree that knows where everything stands. */
final class PlanJson {

  /** Far more than a plan has: its operations are at 8, those of a pipeline at 11. */
  private static final int MOST_DEPTH = 32;

  private final String file;
  private final JsonParser json;
  private final Findings findings;

  private PlanJson(String file, JsonParser json, Findings findings) {
    this.file = file;
    this.json = json;
    this.findings = findings;
  }

  static PlanNode read(String file, String text, Findings findings) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      return new PlanJson(file, json, findings).document();
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw findings.fatal(
          at == null
              ? Position.whole(file)
              : new Position(file, Math.max(0, at.getLineNr()), Math.max(0, at.getColumnNr())),
          "is not sound JSON: " + Quote.line(String.valueOf(e.getOriginalMessage())));
    }
  }

  private PlanNode document() {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw findings.fatal(here(), "holds no object, but a plan is one.");
    }
    PlanNode root = value(0);
    if (json.nextToken() != null) {
      throw findings.fatal(here(), "goes on behind the end of the plan.");
    }
    return root;
  }

  private Position here() {
    TokenStreamLocation at = json.currentTokenLocation();
    return new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private PlanNode value(int depth) {
    if (depth > MOST_DEPTH) {
      throw findings.fatal(here(), "is nested deeper than any plan.");
    }
    @Nullable JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(depth);
    }
    if (token != JsonToken.START_ARRAY) {
      return new PlanNode(here(), null, null, String.valueOf(json.getString()));
    }
    Position at = here();
    List<PlanNode> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new PlanNode(at, null, items, null);
  }

  private PlanNode object(int depth) {
    PlanNode object = PlanNode.object(here());
    Map<String, PlanNode> fields = Objects.requireNonNull(object.fields());
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      Position at = here();
      json.nextToken();
      if (fields.put(key, value(depth + 1)) != null) {
        findings.add(at, "the key " + Quote.of(key) + " is given twice.");
      }
    }
    return object;
  }
}
