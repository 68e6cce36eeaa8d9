package weft.scenario.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns. */
final class TextTable {

  private static final String GAP = "  ";

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
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(row[column]));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String blanks = " ".repeat(widths[column] - width(row[column]));
        line.append(column == 0 ? "" : GAP);
        line.append(right[column] ? blanks + row[column] : row[column] + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
