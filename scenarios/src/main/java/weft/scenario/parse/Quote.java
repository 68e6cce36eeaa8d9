package weft.scenario.parse;

import java.util.stream.Collectors;

/** Text of the user inside a message: short, on one line, harmless to a terminal. */
public final class Quote {

  private static final int LONGEST = 60;

  private Quote() {}

  /** The whole text on one line, such as the name of a file, however it is called. */
  public static String line(String text) {
    return text.codePoints().mapToObj(Quote::printable).collect(Collectors.joining());
  }

  /** The text in double quotes. */
  public static String of(String text) {
    return '"' + bare(text) + '"';
  }

  /** The text without quotes. */
  static String bare(String text) {
    boolean cut = text.codePointCount(0, text.length()) > LONGEST;
    String kept = cut ? text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) : text;
    return line(kept) + (cut ? "…" : "");
  }

  /** The code point as {@code U+043E} and its Unicode name. */
  static String codePoint(int codePoint) {
    String name = Character.getName(codePoint);
    return String.format("U+%04X%s", codePoint, name == null ? "" : " " + name);
  }

  private static String printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", codePoint);
          };
      default -> Character.toString(codePoint);
    };
  }
}
