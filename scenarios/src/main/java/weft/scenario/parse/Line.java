package weft.scenario.parse;

import java.util.OptionalInt;

/** Text of the user that goes into reports: one line, and harmless to a terminal. */
final class Line {

  private static final int LONGEST = 200;

  private Line() {}

  /** The text, without the line break that a block of YAML ends with. */
  static String checked(String text) throws BadValueException {
    String line = text.stripTrailing();
    if (line.isBlank()) {
      throw new BadValueException("is empty, but text is wanted.");
    }
    OptionalInt odd = line.codePoints().filter(Line::isForbidden).findFirst();
    if (odd.isPresent()) {
      int at = codePoints(line.substring(0, line.indexOf(odd.getAsInt()))) + 1;
      throw new BadValueException(
          odd.getAsInt() == '\n'
              ? "has several lines, but one is wanted."
              : "is not plain text: its character "
                  + at
                  + " is "
                  + Quote.codePoint(odd.getAsInt())
                  + ".");
    }
    int length = codePoints(line);
    if (length > LONGEST) {
      throw new BadValueException(
          "has " + length + " characters, but at most " + LONGEST + " are allowed.");
    }
    return line;
  }

  /** A line made of the name of a file, whatever that is. */
  static String of(String fileName) {
    String base = fileName.replaceFirst("(?s)(?<=.)\\.[^.]*$", "");
    String line = Quote.line(base).strip();
    return line.isEmpty()
        ? "scenario"
        : line.substring(0, line.offsetByCodePoints(0, Math.min(LONGEST, codePoints(line))));
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Not those that are unassigned: which these are depends on the version of Java. */
  private static boolean isForbidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
