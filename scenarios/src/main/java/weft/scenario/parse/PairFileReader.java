package weft.scenario.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.FlowTable.Cell;
import weft.scenario.spec.PairTable;
import weft.sim.collective.PairSizes;

/**
 * Reads a size for each pair of ranks: CSV without a header, a line for each source with a field
 * for each destination; blank lines and those that begin with # are passed over. Whatever is wrong
 * is told with its line and column.
 */
final class PairFileReader {

  private static final int MOST_RANKS = 4_096;

  /** With so many problems, the rest of the file is not read. */
  private static final int MOST_PROBLEMS = 1_000;

  private final Path file;
  private final ProblemLog log;
  private final List<long[]> rows = new ArrayList<>();
  private int lastLine = 1;
  private int problems;

  PairFileReader(Path file, ProblemLog log) {
    this.file = file;
    this.log = log;
  }

  /** The table; null if something is wrong with it, which has been logged. */
  @Nullable PairTable read() throws BadValueException {
    if (!CsvText.read(file, log, this::onLine)) {
      return null;
    }
    if (problems == 0 && rows.isEmpty()) {
      problem(1, 1, "holds no sizes.");
    } else if (problems == 0 && rows.size() != rows.get(0).length) {
      problem(
          lastLine,
          1,
          "there are %,d lines of %,d sizes, but each of the ranks has a line and a column."
              .formatted(rows.size(), rows.get(0).length));
    }
    if (problems > 0) {
      return null;
    }
    try {
      PairSizes sizes = new PairSizes(rows.toArray(long[][]::new));
      if (sizes.largest() == 0) {
        problem(1, 1, "holds only zeros, so that nothing is sent.");
        return null;
      }
      return new PairTable(file.toString(), sizes);
    } catch (ArithmeticException e) {
      problem(1, 1, "some rank has more in all than 8 EiB.");
      return null;
    }
  }

  private boolean onLine(int line, String text) {
    lastLine = line;
    List<Cell> cells = CsvText.split(text, ',', 1);
    int wanted = rows.isEmpty() ? cells.size() : rows.get(0).length;
    if (cells.size() != wanted) {
      problem(
          line,
          1,
          "has %,d %s, but the first line has %,d."
              .formatted(cells.size(), cells.size() == 1 ? "size" : "sizes", wanted));
    } else if (wanted > MOST_RANKS || rows.size() == MOST_RANKS) {
      problem(
          line, 1, "there are more than %,d ranks, the most it may have.".formatted(MOST_RANKS));
      return false;
    } else {
      rows.add(sizes(line, cells));
    }
    return problems < MOST_PROBLEMS;
  }

  private long[] sizes(int line, List<Cell> cells) {
    long[] sizes = new long[cells.size()];
    for (int destination = 0; destination < sizes.length; destination++) {
      Cell cell = cells.get(destination);
      Position position = new Position(file.toString(), line, cell.column());
      try {
        sizes[destination] = CsvText.size(cell, position, 0);
      } catch (BadValueException e) {
        problem(
            line,
            cell.column(),
            "from rank %d to %d: %s".formatted(rows.size(), destination, e.getMessage()));
      }
    }
    return sizes;
  }

  private void problem(int line, int column, String message) {
    problems++;
    log.error(new Position(file.toString(), line, column), message);
  }
}
