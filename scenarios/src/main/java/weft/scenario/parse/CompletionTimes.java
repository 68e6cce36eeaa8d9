package weft.scenario.parse;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.FlowTable.Cell;
import weft.scenario.spec.Shape;

/** Reads what flows should come to: a CSV file with the columns {@code id} and {@code fct}. */
public final class CompletionTimes {

  private static final Shape.Quantity FCT =
      new Shape.Quantity(Dimension.TIME, 1, Dimension.TIME.max(), "10us");

  private static final int MOST_PROBLEMS = 1_000;

  private final Path file;
  private final ProblemLog log = new ProblemLog();
  private final Map<String, Long> times = new LinkedHashMap<>();
  private boolean begun;
  private int problems;

  private CompletionTimes(Path file) {
    this.file = file;
  }

  /**
   * The completion time of each flow by its id, picoseconds, in the order of the file.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public static Map<String, Long> read(Path file) {
    CompletionTimes reader = new CompletionTimes(file);
    try {
      CsvText.read(file, reader.log, reader::onLine);
    } catch (BadValueException e) {
      throw ScenarioException.of(Position.whole(file.toString()), String.valueOf(e.getMessage()));
    }
    if (reader.log.problems().isEmpty() && reader.times.isEmpty()) {
      reader.problem(1, 1, "holds no flow.");
    }
    if (!reader.log.problems().isEmpty()) {
      throw new ScenarioException(reader.log.problems());
    }
    return reader.times;
  }

  private boolean onLine(int line, String text) {
    List<Cell> cells = CsvText.split(text, ',', 1);
    if (!begun) {
      begun = true;
      if (!cells.stream().map(Cell::text).toList().equals(List.of("id", "fct"))) {
        problem(line, 1, "the columns are not id,fct.");
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
    try {
      long timePs = Quantities.parse(FCT, fct.text());
      if (times.putIfAbsent(id.text(), timePs) != null) {
        problem(line, id.column(), "id: " + Quote.of(id.text()) + " is there twice.");
      }
    } catch (BadValueException e) {
      problem(line, fct.column(), "fct: " + e.getMessage());
    }
  }

  private void problem(int line, int column, String message) {
    problems++;
    log.error(new Position(file.toString(), line, column), message);
  }
}
