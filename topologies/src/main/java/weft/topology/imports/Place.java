package weft.topology.imports;

import weft.topology.error.TopologyException;

/**
 * Where something stands.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 for the file as a whole
 */
record Place(String file, int line) {

  TopologyException fault(String message) {
    return new TopologyException(prefix() + message);
  }

  TopologyException fault(String message, Throwable cause) {
    return new TopologyException(prefix() + message, cause);
  }

  boolean isSaidBy(String message) {
    return message.startsWith(prefix());
  }

  private String prefix() {
    return shown(file) + (line == 0 ? ": " : ":" + line + ": ");
  }

  /** Text of the user as it may stand in a message: short, in quotes, on one line. */
  static String quoted(String text) {
    return '"' + shown(text) + '"';
  }

  /** Points to the first letter that is not ASCII and may look like one that is; empty if none. */
  static String oddCharacter(String text) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] < ' ' || points[i] > '~') {
        String name = Character.getName(points[i]);
        return " (its character %d is U+%04X%s)"
            .formatted(i + 1, points[i], name == null ? "" : " " + name);
      }
    }
    return "";
  }

  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "�");
    int most = 200;
    return line.length() <= most ? line : line.substring(0, most) + "…";
  }
}
