package weft.scenario.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A list of flows as it stands in a file.
 *
 * @param source the file as the user named it
 * @param rows in the order of the file
 */
public record FlowTable(String source, List<Row> rows) {

  public FlowTable {
    rows = List.copyOf(rows);
  }

  /** The columns of such a file. */
  public enum Column {
    ID,
    SOURCE,
    DESTINATION,
    SIZE,
    START,
    PATH,
    ACK_PATH,
    WEIGHT,
    RATE_CAP,
    PRIORITY;

    /** Its name in the header. */
    public String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether every file has it. */
    public boolean isRequired() {
      return this == SOURCE || this == DESTINATION || this == SIZE;
    }
  }

  /**
   * A piece of the file.
   *
   * @param text without blanks around it; may be empty
   * @param column where it begins, from 1
   */
  public record Cell(String text, int column) {

    /** The text as the number of a GPU, if it is a number. */
    public Optional<Integer> number() {
      boolean digits = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(Cell::digit);
      return digits ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static boolean digit(int character) {
      return character >= '0' && character <= '9';
    }
  }

  /**
   * A flow.
   *
   * @param line where it stands, from 1
   * @param id what to call it
   * @param source the number or name of a GPU
   * @param destination the number or name of a GPU
   * @param bytes its size
   * @param startPs when it starts, picoseconds
   * @param path names of nodes between the ends, which may be among them; none if routing chooses
   * @param ackPath the same for its acknowledgements, which go from destination to source
   * @param weight its part of a link relative to that of others
   * @param rateCapBps what its rate does not exceed, bits per second; {@code Long.MAX_VALUE} for
   *     none
   * @param priority flows of a lower number come first
   */
  public record Row(
      int line,
      String id,
      Cell source,
      Cell destination,
      long bytes,
      long startPs,
      List<Cell> path,
      List<Cell> ackPath,
      double weight,
      long rateCapBps,
      int priority) {

    /** At 1 Gb/s this takes two hours. */
    private static final long LONG_BYTES = 1_000_000_000_000L;

    public Row {
      path = List.copyOf(path);
      ackPath = List.copyOf(ackPath);
    }

    /** Whether it shares links with others in the way that all do. */
    public boolean isEqual() {
      return weight == 1 && rateCapBps == Long.MAX_VALUE && priority == 0;
    }

    /** Whether its rate has a cap. */
    public boolean isCapped() {
      return rateCapBps < Long.MAX_VALUE;
    }

    /** Whether the fabric must be known to say if this is in order. */
    public boolean needsFabric() {
      return source.number().isEmpty()
          || destination.number().isEmpty()
          || !path.isEmpty()
          || !ackPath.isEmpty()
          || isLong();
    }

    /** Whether its rate must be known to say if it ends before the clock does, after 106 days. */
    private boolean isLong() {
      return bytes > LONG_BYTES || startPs > Long.MAX_VALUE / 2;
    }
  }

  /**
   * Something wrong with a row.
   *
   * @param column where, from 1
   */
  public record Fault(int line, int column, String message) {}
}
