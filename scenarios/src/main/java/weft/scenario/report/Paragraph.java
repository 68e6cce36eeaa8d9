package weft.scenario.report;

import java.util.List;

/** Text that wraps at 80 columns under a hanging indent. */
final class Paragraph {

  static final int WIDTH = 80;

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

  /** A heading, then words; one that is longer than a line is cut. */
  static String words(String heading, int indent, String sentence) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(heading + " ".repeat(indent - heading.length()));
    boolean fresh = true;
    for (String word : sentence.split(" ", -1)) {
      String rest = word;
      if (!fresh && width(line) + 1 + width(rest) > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(indent));
        fresh = true;
      }
      while (width(line) + width(rest) > WIDTH && fresh) {
        int cut = cut(rest, WIDTH - width(line));
        text.append(line).append(rest, 0, cut).append('\n');
        line = new StringBuilder(" ".repeat(indent));
        rest = rest.substring(cut);
      }
      line.append(fresh ? "" : " ").append(rest);
      fresh = false;
    }
    return text.append(line).append('\n').toString();
  }

  /** Columns of a terminal; an ideograph takes two. */
  static int width(CharSequence text) {
    return text.codePoints().map(Paragraph::width).sum();
  }

  private static int width(int codePoint) {
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
      default -> 1;
    };
  }

  /** Where to cut a word so that at most so many columns are before: behind a slash, if it can. */
  private static int cut(String word, int columns) {
    int end = 0;
    int slash = 0;
    int taken = 0;
    while (end < word.length() && taken + width(word.codePointAt(end)) <= columns) {
      taken += width(word.codePointAt(end));
      end = word.offsetByCodePoints(end, 1);
      if (word.charAt(end - 1) == '/') {
        slash = end;
      }
    }
    return slash > 0 ? slash : Math.max(end, word.offsetByCodePoints(0, 1));
  }
}
