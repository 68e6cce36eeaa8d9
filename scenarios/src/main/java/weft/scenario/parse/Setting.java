package weft.scenario.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A value from the command line that replaces one of the file.
 *
 * @param option how to name it in a message: {@code --set network.model}
 * @param path the path of the key, with dots
 * @param value the value, written as in the file
 */
public record Setting(String option, String path, String value) {

  private static final int DEEPEST = 32;

  /** The key of a value of a sequence: its place, from 0. */
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,6}");

  private static final Node NOTHING = new Node.Scalar(Position.whole(""), "", true);

  /**
   * From the argument of {@code --set}: {@code path.to.key=value}.
   *
   * @throws ScenarioException if it has another form
   */
  public static Setting parse(String argument) {
    int equals = argument.indexOf('=');
    String path = equals < 0 ? argument : argument.substring(0, equals);
    Setting setting =
        new Setting(
            "--set " + Quote.bare(path), path, equals < 0 ? "" : argument.substring(equals + 1));
    if (equals < 0) {
      throw ScenarioException.of(
          setting.position(), "has no value. Maybe " + Quote.bare(path) + "=….");
    }
    List<String> keys = setting.keys();
    if (keys.size() > DEEPEST || keys.stream().anyMatch(String::isBlank)) {
      throw ScenarioException.of(
          setting.position(), "is not a path of keys, such as network.model.");
    }
    return setting;
  }

  Position position() {
    return Position.whole(option);
  }

  List<String> keys() {
    return List.of(path.split("\\.", -1));
  }

  /** The tree with this value in it; keys that do not exist are added, for the binder to judge. */
  Node.Mapping applyTo(Node.Mapping root, ProblemLog log) {
    if (value.isBlank()) {
      throw log.fatal(position(), "has no value.");
    }
    return place(root, keys(), TreeReader.readOption(position(), value, log), log);
  }

  private Node.Mapping place(Node.Mapping into, List<String> keys, Node leaf, ProblemLog log) {
    String key = keys.get(0);
    if (keys.size() == 1) {
      return into.with(key, new Node.Entry(position(), leaf));
    }
    Node.Entry present = into.entries().get(key);
    Node below = present == null ? NOTHING : present.value();
    if (below instanceof Node.Scalar scalar && scalar.isNull()) {
      below =
          PLACE.matcher(keys.get(1)).matches()
              ? new Node.Sequence(position(), List.of())
              : new Node.Mapping(position(), Map.of());
    }
    if (below instanceof Node.Scalar scalar
        && keys.size() > 2
        && scalar.text().equals(keys.get(1))) {
      below = mappingOf(scalar.text());
    }
    Position keyPosition = present == null ? position() : present.keyPosition();
    if (below instanceof Node.Sequence sequence) {
      Node changed = place(sequence, keys.subList(1, keys.size()), leaf, log);
      return into.with(key, new Node.Entry(keyPosition, changed));
    }
    if (!(below instanceof Node.Mapping mapping)) {
      log.error(position(), path, Quote.bare(key) + " is " + below.kind() + ", which has no keys.");
      return into;
    }
    Node.Mapping changed = place(mapping, keys.subList(1, keys.size()), leaf, log);
    return into.with(key, new Node.Entry(keyPosition, changed));
  }

  /** What the short form {@code transport: swift} stands for: {@code transport: { swift: {} }}. */
  private Node.Mapping mappingOf(String name) {
    Node nothing = new Node.Mapping(position(), Map.of());
    return new Node.Mapping(position(), Map.of(name, new Node.Entry(position(), nothing)));
  }

  /** In a sequence the key is the place of a value, from 0; the one behind the last is new. */
  private Node place(Node.Sequence into, List<String> keys, Node leaf, ProblemLog log) {
    int count = into.items().size();
    String key = keys.get(0);
    int place = PLACE.matcher(key).matches() ? Integer.parseInt(key) : count + 1;
    if (place > count) {
      log.error(
          position(),
          path,
          Quote.of(key)
              + " is no place in a sequence; "
              + (count == 0
                  ? "this one is empty, and 0 adds a value."
                  : "they count from 0 to " + (count - 1) + ", and " + count + " adds a value."));
      return into;
    }
    List<Node> items = new ArrayList<>(into.items());
    if (place == count) {
      items.add(new Node.Mapping(position(), Map.of()));
    }
    if (keys.size() == 1) {
      items.set(place, leaf);
    } else if (items.get(place) instanceof Node.Mapping mapping) {
      items.set(place, place(mapping, keys.subList(1, keys.size()), leaf, log));
    } else {
      log.error(
          position(),
          path,
          Quote.of(key) + " is " + items.get(place).kind() + ", which has no keys.");
    }
    return new Node.Sequence(into.position(), items);
  }
}
