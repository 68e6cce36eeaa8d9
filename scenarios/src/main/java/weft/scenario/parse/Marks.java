package weft.scenario.parse;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What is known of the values of a scenario, by path, while it is read. */
final class Marks {

  private final Map<String, Position> positions = new HashMap<>();
  private final Map<String, Boolean> unsound = new HashMap<>();
  private final Map<String, String> ranges = new HashMap<>();

  /** The value at that path is given there. */
  void place(String path, Position position) {
    positions.put(path, position);
  }

  /** The value at that path is one of those that another path stands for in the file. */
  void range(String path, String written) {
    ranges.put(path, written);
  }

  /**
   * The value at that path is a placeholder.
   *
   * @param quantity whether it has a unit
   */
  void spoil(String path, boolean quantity) {
    unsound.put(path, quantity);
  }

  /** Where each given value is. */
  Map<String, Position> positions() {
    return Collections.unmodifiableMap(positions);
  }

  /** Of values that are not where they are in the file, the path that they have there. */
  Map<String, String> ranges() {
    return Collections.unmodifiableMap(ranges);
  }

  /** The paths of placeholders; true if the value has a unit. */
  Map<String, Boolean> unsound() {
    return Collections.unmodifiableMap(unsound);
  }
}
