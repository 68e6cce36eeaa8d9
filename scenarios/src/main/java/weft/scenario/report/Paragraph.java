package weft.scenario.report;

import java.util.List;

/** Text that wraps at 80 columns under a hanging indent. */
final class Paragraph {

  private static final int WIDTH = 80;

  private Paragraph() {}

  /** A heading, then items with a dot between them; a line breaks only between items. */
  static String items(String heading, int indent, List<String> items) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(heading + " ".repeat(indent - heading.length()));
    boolean first = true;
    for (String item : items) {
      String piece = first ? item : " · " + item;
      if (!first && width(line) + width(piece) > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(indent)).append(item);
      } else {
        line.append(piece);
      }
      first = false;
    }
    return text.append(line).append('\n').toString();
  }

  /** A heading, then words. */
  static String words(String heading, int indent, String sentence) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(heading + " ".repeat(indent - heading.length()));
    boolean fresh = true;
    for (String word : sentence.split(" ", -1)) {
      if (!fresh && width(line) + 1 + width(word) > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(indent));
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    return text.append(line).append('\n').toString();
  }

  private static int width(CharSequence text) {
    return (int) text.codePoints().count();
  }
}
