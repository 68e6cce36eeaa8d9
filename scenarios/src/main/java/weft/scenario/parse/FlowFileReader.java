package weft.scenario.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.FlowTable;
import weft.scenario.spec.FlowTable.Cell;
import weft.scenario.spec.FlowTable.Column;
import weft.scenario.spec.Shape;

/**
 * Reads a list of flows: CSV with a header, without quotes; blank lines and those that begin with #
 * are passed over. Whatever is wrong is told with its line and column.
 */
final class FlowFileReader {

  private static final int MOST_FLOWS = 1_000_000;

  /** With so many problems, the rest of the file is not read. */
  private static final int MOST_PROBLEMS = 1_000;

  private static final Shape.Quantity START =
      new Shape.Quantity(Dimension.TIME, 0, Dimension.TIME.max(), "10us");
  private static final Shape.Quantity RATE =
      new Shape.Quantity(Dimension.RATE, 1, Dimension.RATE.max(), "100Gbps");
  private static final Shape.Whole PRIORITY = new Shape.Whole(true, 0, 255);

  /** What the clock of picoseconds holds, in whole days. */
  private static final int MOST_DAYS = 106;

  private static final double SECONDS_A_DAY = 86_400;

  private static final double LEAST_WEIGHT = 1e-6;
  private static final double MOST_WEIGHT = 1e6;

  private final Path file;
  private final ProblemLog log;
  private final List<FlowTable.Row> rows = new ArrayList<>();
  private final Map<String, Integer> lineOfId = new HashMap<>();
  private @Nullable Map<Column, Integer> header;
  private int fields;
  private int problems;

  FlowFileReader(Path file, ProblemLog log) {
    this.file = file;
    this.log = log;
  }

  /** The table; null if something is wrong with it, which has been logged. */
  @Nullable FlowTable read() throws BadValueException {
    if (!CsvText.read(file, log, this::onLine)) {
      return null;
    }
    if (problems == 0 && rows.isEmpty()) {
      problem(1, 1, "holds no flow.");
    }
    return problems == 0 ? new FlowTable(file.toString(), rows) : null;
  }

  private boolean onLine(int line, String text) {
    if (header == null) {
      header = header(line, CsvText.split(text, ',', 1));
    } else if (rows.size() == MOST_FLOWS) {
      problem(line, 1, "there are more than 1,000,000 flows, the most a list may have.");
      problems = MOST_PROBLEMS;
    } else {
      row(line, CsvText.split(text, ',', 1), header);
    }
    return problems < MOST_PROBLEMS;
  }

  private Map<Column, Integer> header(int line, List<Cell> cells) {
    fields = cells.size();
    Map<Column, Integer> found = new EnumMap<>(Column.class);
    List<String> known = new ArrayList<>();
    for (Column column : Column.values()) {
      known.add(column.title());
    }
    for (int field = 0; field < fields; field++) {
      Cell cell = cells.get(field);
      int index = known.indexOf(cell.text());
      if (index < 0) {
        problem(
            line,
            cell.column(),
            "the column "
                + Quote.of(cell.text())
                + " is not known"
                + Suggestions.oddCharacter(cell.text())
                + "."
                + Suggestions.sentence(cell.text(), known));
      } else if (found.put(Column.values()[index], field) != null) {
        problem(line, cell.column(), "there are two columns " + cell.text() + ".");
      }
    }
    if (problems > 0) {
      // Rows cannot be read without their columns.
      problems = MOST_PROBLEMS;
      return found;
    }
    for (Column column : Column.values()) {
      if (column.isRequired() && !found.containsKey(column)) {
        problem(line, 1, "the column " + column.title() + " is missing.");
        problems = MOST_PROBLEMS;
      }
    }
    return found;
  }

  private void row(int line, List<Cell> cells, Map<Column, Integer> columns) {
    if (cells.size() != fields) {
      problem(
          line,
          1,
          "has "
              + cells.size()
              + (cells.size() == 1 ? " field" : " fields")
              + ", but the header has "
              + fields
              + ".");
      return;
    }
    int before = problems;
    Cell source = required(line, cells, columns, Column.SOURCE);
    Cell destination = required(line, cells, columns, Column.DESTINATION);
    long size = size(line, required(line, cells, columns, Column.SIZE));
    long startPs = start(line, cell(cells, columns, Column.START));
    String id = id(line, cell(cells, columns, Column.ID));
    List<Cell> path = path(line, cell(cells, columns, Column.PATH), Column.PATH);
    List<Cell> ackPath = path(line, cell(cells, columns, Column.ACK_PATH), Column.ACK_PATH);
    double weight = weight(line, cell(cells, columns, Column.WEIGHT));
    long rateCapBps = rateCap(line, cell(cells, columns, Column.RATE_CAP), size);
    long priority = priority(line, cell(cells, columns, Column.PRIORITY));
    if (!source.text().isEmpty() && source.text().equals(destination.text())) {
      problem(line, destination.column(), "destination: is the source, but a flow needs two ends.");
    }
    if (problems == before) {
      rows.add(
          new FlowTable.Row(
              line,
              id,
              source,
              destination,
              size,
              startPs,
              path,
              ackPath,
              weight,
              rateCapBps,
              (int) priority));
    }
  }

  private Cell required(int line, List<Cell> cells, Map<Column, Integer> columns, Column column) {
    Cell cell = cell(cells, columns, column);
    if (cell == null || cell.text().isEmpty()) {
      problem(line, cell == null ? 1 : cell.column(), column.title() + ": is empty.");
    }
    return cell == null ? new Cell("", 1) : cell;
  }

  private static @Nullable Cell cell(
      List<Cell> cells, Map<Column, Integer> columns, Column column) {
    Integer field = columns.get(column);
    return field == null ? null : cells.get(field);
  }

  private long size(int line, Cell cell) {
    if (cell.text().isEmpty()) {
      return 0;
    }
    try {
      return CsvText.size(cell, position(line, cell), 1);
    } catch (BadValueException e) {
      problem(line, cell.column(), Column.SIZE.title() + ": " + e.getMessage());
      return 0;
    }
  }

  private long start(int line, @Nullable Cell cell) {
    if (cell == null || cell.text().isEmpty()) {
      return 0;
    }
    try {
      return Quantities.parse(START, cell.text());
    } catch (BadValueException e) {
      problem(line, cell.column(), Column.START.title() + ": " + e.getMessage());
      return 0;
    }
  }

  private double weight(int line, @Nullable Cell cell) {
    if (cell == null || cell.text().isEmpty()) {
      return 1;
    }
    double weight = 0;
    // Digits and a point only: no signs, exponents and names of infinity.
    if (cell.text().length() < 20 && cell.text().matches("[0-9]+([.][0-9]+)?")) {
      weight = Double.parseDouble(cell.text());
    }
    if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
      problem(
          line,
          cell.column(),
          "weight: is " + Quote.of(cell.text()) + ". Maybe 2, a number from 0.000001 to 1000000.");
      return 1;
    }
    return weight;
  }

  private long rateCap(int line, @Nullable Cell cell, long bytes) {
    if (cell == null || cell.text().isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      long rateBps = Quantities.parse(RATE, cell.text());
      double days = bytes * 8.0 / rateBps / SECONDS_A_DAY;
      if (days >= MOST_DAYS) {
        problem(
            line,
            cell.column(),
            "rate-cap: at %s the flow takes %,.0f days, but no more than %d can be simulated."
                .formatted(Quote.line(cell.text()), days, MOST_DAYS));
      }
      return rateBps;
    } catch (BadValueException e) {
      problem(line, cell.column(), Column.RATE_CAP.title() + ": " + e.getMessage());
      return Long.MAX_VALUE;
    }
  }

  private long priority(int line, @Nullable Cell cell) {
    if (cell == null || cell.text().isEmpty()) {
      return 0;
    }
    try {
      return Numbers.whole(PRIORITY, new Node.Scalar(position(line, cell), cell.text(), true));
    } catch (BadValueException e) {
      problem(line, cell.column(), Column.PRIORITY.title() + ": " + e.getMessage());
      return 0;
    }
  }

  /** Without a column, flows are numbered from 1. */
  private String id(int line, @Nullable Cell cell) {
    if (cell == null) {
      return Integer.toString(rows.size() + 1);
    }
    try {
      String id = Line.checked(cell.text());
      Integer other = lineOfId.putIfAbsent(id, line);
      if (other != null) {
        problem(line, cell.column(), "id: " + Quote.of(id) + " is that of line " + other + " too.");
      }
      return id;
    } catch (BadValueException e) {
      problem(line, cell.column(), Column.ID.title() + ": " + e.getMessage());
      return "";
    }
  }

  private List<Cell> path(int line, @Nullable Cell cell, Column column) {
    if (cell == null || cell.text().isEmpty()) {
      return List.of();
    }
    List<Cell> nodes = CsvText.split(cell.text(), '>', cell.column());
    for (Cell node : nodes) {
      if (node.text().isEmpty()) {
        problem(line, node.column(), column.title() + ": a name is missing before or after a >.");
      }
    }
    return nodes;
  }

  private Position position(int line, Cell cell) {
    return new Position(file.toString(), line, cell.column());
  }

  private void problem(int line, int column, String message) {
    problems++;
    log.error(new Position(file.toString(), line, column), message);
  }
}
