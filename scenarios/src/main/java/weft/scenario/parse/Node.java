package weft.scenario.parse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the file, with the position where it begins. */
sealed interface Node {

  /** Where the value begins. */
  Position position();

  /** What it is, for a message: {@code a mapping}. */
  String kind();

  /**
   * A single value.
   *
   * @param text without quotes, escapes resolved
   * @param plain true if it was written without quotes
   */
  record Scalar(Position position, String text, boolean plain) implements Node {

    /** True if nothing is written, or the {@code null} or {@code ~} of YAML. */
    boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String kind() {
      return isNull() ? "empty" : Quote.of(text);
    }
  }

  /** Values without keys. */
  record Sequence(Position position, List<Node> items) implements Node {

    @Override
    public String kind() {
      return "a sequence";
    }
  }

  /** Values with keys, in the order of the file. */
  record Mapping(Position position, Map<String, Entry> entries) implements Node {

    /** A copy with an entry added or replaced. */
    Mapping with(String key, Entry entry) {
      Map<String, Entry> copy = new LinkedHashMap<>(entries);
      copy.put(key, entry);
      return new Mapping(position, copy);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A value with the position of its key. */
  record Entry(Position keyPosition, Node value) {

    /** The position to blame: a mapping is found by its key, any other value by itself. */
    Position position() {
      boolean atKey = value instanceof Mapping || (value instanceof Scalar s && s.isNull());
      return atKey ? keyPosition : value.position();
    }
  }
}
