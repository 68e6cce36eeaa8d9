package weft.scenario.schedule;

import java.util.Arrays;
import weft.scenario.parse.Position;

/** Finds line and column of an offset in a text. */
final class LineIndex {

  private final String file;
  private final String text;
  private final int[] starts;

  LineIndex(String file, String text) {
    this.file = file;
    this.text = text;
    starts = new int[1 + (int) text.chars().filter(c -> c == '\n').count()];
    int line = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      starts[line++] = at + 1;
    }
  }

  Position at(int offset) {
    int place = Math.max(0, Math.min(offset, text.length()));
    int found = Arrays.binarySearch(starts, place);
    int line = found >= 0 ? found : -found - 2;
    return new Position(file, line + 1, text.codePointCount(starts[line], place) + 1);
  }

  /** Where the tag begins whose end the parser has reached: no attribute can hold a {@code <}. */
  Position tagThatEndsAt(int offset) {
    int start = text.lastIndexOf('<', Math.min(offset, text.length()) - 1);
    return at(Math.max(0, start));
  }
}
