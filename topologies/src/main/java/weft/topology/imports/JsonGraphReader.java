package weft.topology.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;

/** JSON of schema {@code weft-graph/1}, which is so flat that nothing here is recursive. */
final class JsonGraphReader {

  private static final String SCHEMA = "weft-graph/1";
  private static final List<String> KEYS =
      List.of("schema", "name", "circuitSwitches", "devices", "cables");

  private final String file;
  private final Cursor cursor;
  private final GraphDraft draft;

  private JsonGraphReader(String file, String text) {
    this.file = file;
    cursor = new Cursor(file, text);
    draft = new GraphDraft(file);
  }

  static GraphDraft read(String file, String text) {
    JsonGraphReader reader = new JsonGraphReader(file, text);
    reader.document();
    return reader.draft;
  }

  private void document() {
    Map<String, Place> seen = new LinkedHashMap<>();
    expect('{');
    boolean more = !accept('}');
    while (more) {
      cursor.skipSpace();
      Place place = cursor.place();
      String key = string();
      if (seen.put(key, place) != null) {
        throw place.fault("the key %s is given twice".formatted(Place.quoted(key)));
      }
      expect(':');
      value(place, key);
      more = continues('}');
    }
    cursor.skipSpace();
    if (!cursor.atEnd()) {
      throw fault("%s behind the end of the graph".formatted(cursor.shown()));
    }
    for (String key : List.of("schema", "devices", "cables")) {
      if (!seen.containsKey(key)) {
        throw new Place(file, 0).fault("lacks the key \"%s\"".formatted(key));
      }
    }
  }

  private void value(Place place, String key) {
    switch (key) {
      case "schema" -> {
        String schema = String.valueOf(scalar());
        if (!schema.equals(SCHEMA)) {
          throw place.fault(
              "the schema is %s, but %s is wanted".formatted(Place.quoted(schema), SCHEMA));
        }
      }
      case "name", "circuitSwitches" -> {
        String value = scalar();
        if (value != null) {
          draft.topology().put(place, key, value);
        }
      }
      case "devices" -> rows(false);
      case "cables" -> rows(true);
      default ->
          throw place.fault(
              "unknown key %s. %s".formatted(Place.quoted(key), Suggestion.sentence(key, KEYS)));
    }
  }

  private void rows(boolean cables) {
    expect('[');
    boolean more = !accept(']');
    while (more) {
      cursor.skipSpace();
      Place place = cursor.place();
      Map<String, String> fields = fields();
      Item item =
          cables
              ? draft.addCable(place, take(place, fields, "source"), take(place, fields, "target"))
              : draft.addDevice(place, take(place, fields, "id"));
      fields.forEach((name, value) -> item.put(place, name, value));
      more = continues(']');
    }
  }

  private static String take(Place place, Map<String, String> fields, String name) {
    String value = fields.remove(name);
    if (value == null) {
      throw place.fault(
          "a %s lacks its \"%s\"".formatted(name.equals("id") ? "device" : "cable", name));
    }
    return value;
  }

  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    expect('{');
    boolean more = !accept('}');
    while (more) {
      String name = string();
      if (name.startsWith("$")) {
        throw fault(
            "the key %s is not supported: a graph is one file".formatted(Place.quoted(name)));
      }
      expect(':');
      String value = scalar();
      if (value != null && fields.put(name, value) != null) {
        throw fault("the key %s is given twice".formatted(Place.quoted(name)));
      }
      more = continues('}');
    }
    return fields;
  }

  private boolean continues(char end) {
    if (accept(',')) {
      return true;
    }
    expect(end);
    return false;
  }

  /** Text, a number or a truth value as text; null for {@code null}. */
  private @Nullable String scalar() {
    cursor.skipSpace();
    if (cursor.peek() == '"') {
      return string();
    }
    String word = cursor.word();
    if (word == null) {
      throw fault("%s stands where text or a number is wanted".formatted(cursor.shown()));
    }
    if (word.equals("null")) {
      return null;
    }
    if (!word.matches("true|false|-?[0-9][0-9.eE+-]*")) {
      throw fault("%s is not a value. Maybe in quotes.".formatted(Place.quoted(word)));
    }
    return word;
  }

  private String string() {
    expect('"');
    Place place = cursor.place();
    StringBuilder text = new StringBuilder();
    while (!cursor.atEnd() && cursor.peek() != '\n') {
      char c = cursor.next();
      if (c == '"') {
        return text.toString();
      }
      text.append(c == '\\' ? escaped() : c);
    }
    throw place.fault("text in quotes has no end");
  }

  private char escaped() {
    char c = cursor.atEnd() ? '\0' : cursor.next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> throw fault("an unknown escape in a text");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(cursor.peek(), 16);
      if (digit < 0) {
        throw fault("\\u without four hexadecimal digits");
      }
      code = code * 16 + digit;
      cursor.next();
    }
    return (char) code;
  }

  private boolean accept(char c) {
    cursor.skipSpace();
    if (!cursor.atEnd() && cursor.peek() == c) {
      cursor.next();
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw fault("%s stands where %s is wanted".formatted(cursor.shown(), Place.quoted("" + c)));
    }
  }

  private RuntimeException fault(String message) {
    return cursor.place().fault(message);
  }
}
