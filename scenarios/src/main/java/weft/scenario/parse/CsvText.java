package weft.scenario.parse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Dimension;
import weft.scenario.spec.FlowTable.Cell;
import weft.scenario.spec.Shape;

/** The lines and fields of a CSV file without quotes. */
final class CsvText {

  private static final int LARGEST_BYTES = 64 << 20;

  private CsvText() {}

  /** Takes a line that is neither blank nor a comment; false ends the reading. */
  @FunctionalInterface
  interface LineReader {

    /**
     * A line.
     *
     * @param line its number, from 1
     */
    boolean onLine(int line, String text);
  }

  /**
   * Reads a file, line by line; blank lines and those that begin with # are passed over.
   *
   * @return false if it is no text, which has been logged
   */
  static boolean read(Path file, ProblemLog log, LineReader reader) throws BadValueException {
    String text = text(file, log);
    if (text == null) {
      return false;
    }
    int line = 1;
    for (int start = 0; start < text.length(); line++) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String one = text.substring(start, end);
      if (!one.isBlank() && !one.stripLeading().startsWith("#") && !reader.onLine(line, one)) {
        return true;
      }
      start = end + 1;
    }
    return true;
  }

  /** The pieces between separators, without blanks around them. */
  static List<Cell> split(String text, char separator, int column) {
    List<Cell> cells = new ArrayList<>();
    int start = 0;
    while (true) {
      int end = text.indexOf(separator, start);
      String piece = text.substring(start, end < 0 ? text.length() : end);
      int blanks = piece.length() - piece.stripLeading().length();
      cells.add(new Cell(piece.strip(), column + text.codePointCount(0, start + blanks)));
      if (end < 0) {
        return cells;
      }
      start = end + 1;
    }
  }

  /**
   * A size, of which a bare number is bytes.
   *
   * @param least the least number of bytes that it may be
   */
  static long size(Cell cell, Position position, long least) throws BadValueException {
    String text = cell.text();
    boolean isBare = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    long most = Dimension.SIZE.max();
    return isBare
        ? Numbers.whole(new Shape.Whole(true, least, most), new Node.Scalar(position, text, true))
        : Quantities.parse(new Shape.Quantity(Dimension.SIZE, least, most, "2MB"), text);
  }

  private static @Nullable String text(Path file, ProblemLog log) throws BadValueException {
    String source = file.toString();
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST_BYTES + 1);
    } catch (IOException e) {
      throw new BadValueException(
          Quote.line(source) + " cannot be read: " + Trouble.reason(e) + ".");
    }
    if (bytes.length > LARGEST_BYTES) {
      throw new BadValueException(
          Quote.line(source) + " is larger than 64 MiB, the most a CSV file may have.");
    }
    try {
      return ScenarioText.text(source, bytes);
    } catch (ScenarioException e) {
      e.problems().list().forEach(problem -> log.error(problem.position(), problem.message()));
      return null;
    }
  }
}
