package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.topology.error.Suggestion;

/**
 * JSON of schema {@code weft-schedule/1}: an object with a list of gpus, these of lanes, and so on.
 */
final class JsonScheduleReader {

  private final JsonText text;
  private final JsonParser json;
  private final Findings findings;

  private JsonScheduleReader(JsonText text, Findings findings) {
    this.text = text;
    json = text.tokens();
    this.findings = findings;
  }

  static Item read(String file, String text, Findings findings) {
    return JsonText.read(
        file,
        text,
        "schedule",
        findings,
        source -> new JsonScheduleReader(source, findings).object(Kind.SCHEDULE));
  }

  private Item object(Kind kind) {
    Item item = new Item(kind, text.here());
    Set<String> seen = new HashSet<>();
    Kind inside = kind.inside();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      Position at = text.here();
      if (!seen.add(key)) {
        findings.add(at, "the key " + Quote.of(key) + " is given twice.");
      }
      JsonToken value = json.nextToken();
      Field field = Fields.named(kind, Syntax.JSON, key);
      if (inside != null && inside.name(Syntax.JSON).equals(key)) {
        list(inside, item, key, value);
      } else if (field == null) {
        findings.add(
            at,
            "unknown key %s. %s"
                .formatted(Quote.of(key), Suggestion.sentence(key, names(kind, inside))));
        json.skipChildren();
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        item.values.put(field, new Item.Value(json.getString(), at));
      } else {
        findings.add(at, key + ": text or a number is wanted.");
        json.skipChildren();
      }
    }
    return item;
  }

  private static List<String> names(Kind kind, @Nullable Kind inside) {
    List<String> names = new ArrayList<>(Fields.names(kind, Syntax.JSON));
    if (inside != null) {
      names.add(inside.name(Syntax.JSON));
    }
    return names;
  }

  private void list(Kind kind, Item parent, String key, JsonToken first) {
    if (first != JsonToken.START_ARRAY) {
      findings.add(text.here(), key + ": a list is wanted.");
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        parent.inside.add(object(kind));
      } else {
        findings.add(text.here(), key + ": holds something that is no object.");
        json.skipChildren();
      }
    }
  }
}
