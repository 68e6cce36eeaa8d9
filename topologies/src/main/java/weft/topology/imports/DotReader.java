package weft.topology.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The part of DOT that describes a topology: an undirected graph, statements for devices, chains of
 * cables, defaults, and subgraphs, which only limit the reach of defaults. Never recursive, so that
 * no file is too deep.
 */
final class DotReader {

  private final Cursor cursor;
  private final GraphDraft draft;
  private final Deque<Defaults> scopes = new ArrayDeque<>();

  private DotReader(String file, String text) {
    cursor = new Cursor(file, text);
    draft = new GraphDraft(file);
  }

  private record Defaults(Map<String, String> device, Map<String, String> cable) {
    Defaults copy() {
      return new Defaults(new LinkedHashMap<>(device), new LinkedHashMap<>(cable));
    }
  }

  /** A name; a keyword only if it is not quoted. */
  private record Id(String text, boolean quoted) {
    boolean is(String keyword) {
      return !quoted && text.toLowerCase(Locale.ROOT).equals(keyword);
    }
  }

  static GraphDraft read(String file, String text) {
    DotReader reader = new DotReader(file, text);
    reader.document();
    return reader.draft;
  }

  private void document() {
    Id word = id();
    if (word.is("strict")) {
      throw fault("a strict graph would merge parallel cables. Maybe graph.");
    }
    if (word.is("digraph")) {
      throw fault("is a digraph, but a cable carries both directions. Maybe graph, with --.");
    }
    if (!word.is("graph")) {
      throw fault("begins with %s, but graph is wanted".formatted(Place.quoted(word.text)));
    }
    skip();
    if (cursor.peek() != '{') {
      id();
    }
    expect('{');
    scopes.push(new Defaults(new LinkedHashMap<>(), new LinkedHashMap<>()));
    while (!scopes.isEmpty()) {
      statement();
    }
    skip();
    if (!cursor.atEnd()) {
      throw fault("%s behind the end of the graph".formatted(cursor.shown()));
    }
  }

  private void statement() {
    skip();
    if (accept(';')) {
      return;
    }
    if (accept('}')) {
      scopes.pop();
      return;
    }
    if (accept('{')) {
      scopes.push(scope().copy());
      return;
    }
    Place place = cursor.place();
    Id first = id();
    skip();
    if (first.is("subgraph")) {
      if (cursor.peek() != '{') {
        id();
      }
      expect('{');
      scopes.push(scope().copy());
    } else if (first.is("node")) {
      scope().device.putAll(attributes());
    } else if (first.is("edge")) {
      scope().cable.putAll(attributes());
    } else if (first.is("graph")) {
      topology(place, attributes());
    } else if (accept('=')) {
      topology(place, Map.of(first.text, id().text));
    } else if (cursor.looksAt("--") || cursor.looksAt("->")) {
      cables(place, first.text);
    } else {
      Item device = draft.addDevice(place, first.text);
      fill(device, place, scope().device);
    }
  }

  /** What a subgraph says of itself is for drawing only. */
  private void topology(Place place, Map<String, String> attributes) {
    if (scopes.size() == 1) {
      attributes.forEach((name, value) -> draft.topology().put(place, name, value));
    }
  }

  private void cables(Place place, String first) {
    List<String> ends = new ArrayList<>(List.of(first));
    skip();
    while (cursor.looksAt("--") || cursor.looksAt("->")) {
      if (cursor.looksAt("->")) {
        throw fault("\"->\" has a direction, but a cable carries both. Maybe --.");
      }
      cursor.skip(2);
      skip();
      if (cursor.peek() == '{') {
        throw fault("a cable to a group in braces is not supported. Maybe a line for each cable.");
      }
      ends.add(id().text);
      skip();
    }
    Map<String, String> attributes = attributes();
    for (int i = 1; i < ends.size(); i++) {
      Item cable = draft.addCable(place, ends.get(i - 1), ends.get(i));
      scope().cable.forEach((name, value) -> cable.putDefault(place, name, value));
      attributes.forEach((name, value) -> cable.put(place, name, value));
    }
  }

  private void fill(Item item, Place place, Map<String, String> defaults) {
    defaults.forEach((name, value) -> item.putDefault(place, name, value));
    attributes().forEach((name, value) -> item.put(place, name, value));
  }

  private Defaults scope() {
    return scopes.getFirst();
  }

  /** All lists of attributes that follow. */
  private Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    skip();
    if (cursor.peek() == ':') {
      throw fault("ports of devices are not supported");
    }
    while (accept('[')) {
      skip();
      while (!accept(']')) {
        String name = id().text;
        expect('=');
        String value = id().text;
        if (attributes.put(name, value) != null) {
          throw fault("the attribute %s is given twice".formatted(Place.quoted(name)));
        }
        skip();
        if (!accept(',')) {
          accept(';');
        }
        skip();
      }
      skip();
    }
    return attributes;
  }

  private Id id() {
    skip();
    if (accept('"')) {
      return new Id(quoted(), true);
    }
    if (cursor.peek() == '<') {
      throw fault("HTML text is not supported");
    }
    String word = cursor.word();
    if (word == null) {
      throw fault("%s stands where a name is wanted".formatted(cursor.shown()));
    }
    return new Id(word, false);
  }

  private String quoted() {
    Place place = cursor.place();
    StringBuilder text = new StringBuilder();
    while (!cursor.atEnd()) {
      char c = cursor.next();
      if (c == '"') {
        return text.toString();
      }
      boolean escape = c == '\\' && (cursor.peek() == '"' || cursor.peek() == '\\');
      text.append(escape ? cursor.next() : c);
    }
    throw place.fault("text in quotes has no end");
  }

  private boolean accept(char c) {
    if (cursor.peek() == c && !cursor.atEnd()) {
      cursor.next();
      return true;
    }
    return false;
  }

  private void expect(char c) {
    skip();
    if (!accept(c)) {
      throw fault("%s stands where \"%s\" is wanted".formatted(cursor.shown(), c));
    }
  }

  private RuntimeException fault(String message) {
    return cursor.place().fault(message);
  }

  private void skip() {
    cursor.skipSpace();
    while (cursor.looksAt("//") || cursor.looksAt("/*") || cursor.peek() == '#') {
      if (!cursor.looksAt("/*")) {
        cursor.skipPast("\n");
      } else if (!cursor.skipPast("*/")) {
        throw fault("a comment has no end");
      }
      cursor.skipSpace();
    }
  }
}
