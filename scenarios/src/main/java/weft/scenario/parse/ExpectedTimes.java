package weft.scenario.parse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.FlowTable.Cell;
import weft.scenario.spec.Shape;

/** Reads times by a name: a CSV file of two columns, such as {@code id} and {@code fct}. */
public final class ExpectedTimes {

  private static final Shape.Quantity TIME =
      new Shape.Quantity(Dimension.TIME, 1, Dimension.TIME.max(), "10us");

  private static final int MOST_PROBLEMS = 1_000;

  private final Path file;
  private final List<String> columns;
  private final ProblemLog log = new ProblemLog();
  private final Map<String, Long> times = new LinkedHashMap<>();
  private boolean begun;
  private int problems;

  private ExpectedTimes(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * The completion time of each flow by its id, picoseconds, in the order of the file.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public static Map<String, Long> ofFlows(Path file) {
    return new ExpectedTimes(file, List.of("id", "fct")).read("flow");
  }

  /**
   * The time of a collective by its size in bytes, picoseconds, in the order of the file.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public static Map<Long, Long> ofSizes(Path file) {
    Map<Long, Long> bySize = new LinkedHashMap<>();
    new ExpectedTimes(file, List.of("size", "time"))
        .read("size")
        .forEach((size, timePs) -> bySize.put(Long.parseLong(size), timePs));
    return bySize;
  }

  private Map<String, Long> read(String what) {
    try {
      CsvText.read(file, log, this::onLine);
    } catch (BadValueException e) {
      throw ScenarioException.of(Position.whole(file.toString()), String.valueOf(e.getMessage()));
    }
    if (log.problems().isEmpty() && times.isEmpty()) {
      problem(1, 1, "holds no " + what + ".");
    }
    if (!log.problems().isEmpty()) {
      throw new ScenarioException(log.problems());
    }
    return times;
  }

  private boolean onLine(int line, String text) {
    List<Cell> cells = CsvText.split(text, ',', 1);
    if (!begun) {
      begun = true;
      if (!cells.stream().map(Cell::text).toList().equals(columns)) {
        problem(line, 1, "the columns are not " + String.join(",", columns) + ".");
        return false;
      }
    } else if (cells.size() != 2) {
      problem(line, 1, "has " + cells.size() + " fields, but the header has 2.");
    } else {
      row(line, cells.get(0), cells.get(1));
    }
    return problems < MOST_PROBLEMS;
  }

  private void row(int line, Cell id, Cell fct) {
    if (columns.get(0).equals("size") && !id.text().matches("[1-9][0-9]{0,17}")) {
      problem(
          line,
          id.column(),
          "size: " + Quote.of(id.text()) + " is no whole number of bytes. Maybe 1048576.");
      return;
    }
    try {
      long timePs = Quantities.parse(TIME, fct.text());
      if (times.putIfAbsent(id.text(), timePs) != null) {
        problem(
            line, id.column(), columns.get(0) + ": " + Quote.of(id.text()) + " is there twice.");
      }
    } catch (BadValueException e) {
      problem(line, fct.column(), columns.get(1) + ": " + e.getMessage());
    }
  }

  private void problem(int line, int column, String message) {
    problems++;
    log.error(new Position(file.toString(), line, column), message);
  }
}
