package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. */
final class TextTable {

  private static final String GAP = "  ";

  /** Between items of a cell that may be broken there. */
  private static final String BREAK = "(?<=, )";

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param alignment for each column {@code l} or {@code r}
   */
  TextTable(String alignment) {
    right = new boolean[alignment.length()];
    for (int column = 0; column < right.length; column++) {
      right[column] = alignment.charAt(column) == 'r';
    }
  }

  /** Adds a row of one cell for each column. */
  TextTable row(String... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells in " + right.length + " columns");
    }
    rows.add(cells);
    return this;
  }

  /** The table, a line for each row, without trailing blanks. */
  String render() {
    return render(Integer.MAX_VALUE);
  }

  /** The same, but the cells of the last column, lists with commas, go on below at 80 columns. */
  String renderWrapped() {
    return render(Paragraph.WIDTH);
  }

  private String render(int width) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(row[column]));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      int last = widths.length - 1;
      for (int column = 0; column < last; column++) {
        String blanks = " ".repeat(widths[column] - width(row[column]));
        line.append(right[column] ? blanks + row[column] : row[column] + blanks).append(GAP);
      }
      String blanks = right[last] ? " ".repeat(widths[last] - width(row[last])) : "";
      wrap(line, blanks + row[last], width, text);
    }
    return text.toString();
  }

  /** Adds a cell to a line, and as many lines as it takes, of that width if it can be. */
  private static void wrap(StringBuilder line, String cell, int width, StringBuilder text) {
    int indent = line.codePointCount(0, line.length());
    int taken = indent;
    for (String item : cell.split(BREAK, -1)) {
      if (taken > indent && taken + width(item.stripTrailing()) > width) {
        text.append(line.toString().stripTrailing()).append('\n');
        line.replace(0, line.length(), " ".repeat(indent));
        taken = indent;
      }
      line.append(item);
      taken += width(item);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
