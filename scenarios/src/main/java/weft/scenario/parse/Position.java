package weft.scenario.parse;

/**
 * Where a piece of the scenario was written.
 *
 * @param source the file as the user named it, or the option of the command line
 * @param line from 1; 0 if the position is the whole source
 * @param column from 1, in Unicode code points; 0 if the position is the whole source
 */
public record Position(String source, int line, int column) {

  /** The source as a whole. */
  public static Position whole(String source) {
    return new Position(source, 0, 0);
  }

  /** {@code line:column}, or the source if that has no lines. */
  String brief() {
    return line == 0 ? Quote.line(source) : line + ":" + column;
  }

  @Override
  public String toString() {
    return Quote.line(source) + (line == 0 ? "" : ":" + line + ":" + column);
  }
}
