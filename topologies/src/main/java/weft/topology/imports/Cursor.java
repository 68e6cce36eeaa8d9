package weft.topology.imports;

import org.jspecify.annotations.Nullable;

/** A text that is read character by character, with the number of the line. */
final class Cursor {

  private final String file;
  private final String text;
  private int at;
  private int line = 1;

  Cursor(String file, String text) {
    this.file = file;
    this.text = text;
  }

  Place place() {
    return new Place(file, line);
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The next character; a zero, which no file holds, at the end. */
  char peek() {
    return atEnd() ? '\0' : text.charAt(at);
  }

  boolean looksAt(String expected) {
    return text.startsWith(expected, at);
  }

  char next() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
    }
    return c;
  }

  void skip(int characters) {
    for (int i = 0; i < characters; i++) {
      next();
    }
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      next();
    }
  }

  /** Skips to behind {@code end}; false if it does not come. */
  boolean skipPast(String end) {
    int found = text.indexOf(end, at);
    skip(found < 0 ? text.length() - at : found + end.length() - at);
    return found >= 0;
  }

  /** What is next, for a message. */
  String shown() {
    if (atEnd()) {
      return "the end of the file";
    }
    return Place.quoted(text.substring(at, Math.min(at + 1, text.length())));
  }

  /** Text up to the first character that is not part of a word. */
  @Nullable String word() {
    int start = at;
    while (!atEnd() && (Character.isLetterOrDigit(peek()) || "_.-+".indexOf(peek()) >= 0)) {
      if (looksAt("--") || looksAt("->")) {
        break;
      }
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }
}
