package weft.scenario.parse;

/**
 * Something wrong with a scenario.
 *
 * @param severity how bad it is
 * @param position where
 * @param message what is wrong, with the path of the key in front, the value found and, where there
 *     is one, a suggestion
 */
public record Problem(Severity severity, Position position, String message) {

  /** A problem at the path of a key; the path is put in front unless the position names it. */
  static Problem at(Severity severity, Position position, String path, String message) {
    boolean named = path.isEmpty() || position.source().endsWith(" " + path);
    return new Problem(severity, position, named ? message : path + ": " + message);
  }

  @Override
  public String toString() {
    return position + ": " + (severity == Severity.WARNING ? "warning: " : "") + message;
  }
}
