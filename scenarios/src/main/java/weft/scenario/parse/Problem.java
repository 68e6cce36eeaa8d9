package weft.scenario.parse;

import java.util.regex.Pattern;

/**
 * Something wrong with a scenario.
 *
 * @param severity how bad it is
 * @param position where
 * @param path of the key that it is about; empty if it is about the whole
 * @param message what is wrong, with the path of the key in front, the value found and, where there
 *     is one, a suggestion
 */
public record Problem(Severity severity, Position position, String path, String message) {

  private static final String NO_EFFECT = "has no effect: ";

  private static final String OPTION = "--set ";

  /** The path of an item of a list. */
  private static final Pattern ITEM = Pattern.compile(".*\\.\\d+");

  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*");

  /**
   * A problem at the path of a key; the path is put in front unless the position names it. Of a
   * warning it may name a key below, which the warning then is about as well.
   */
  static Problem at(Severity severity, Position position, String path, String message) {
    String source = position.source();
    boolean named =
        path.isEmpty()
            || source.endsWith(" " + path)
            || (severity == Severity.WARNING && source.startsWith(OPTION + path + "."));
    return new Problem(severity, position, path, named ? message : path + ": " + message);
  }

  /**
   * The message about a setting that cannot influence the run.
   *
   * @param because why not, without a full stop
   */
  static String noEffect(String because) {
    return NO_EFFECT + because + ".";
  }

  /** Whether it says of a setting that it cannot influence the run. */
  public boolean isAboutNoEffect() {
    return message.contains(NO_EFFECT);
  }

  /** Why the setting cannot, as it was told to {@link #noEffect}. */
  public String whyNoEffect() {
    return message.substring(message.indexOf(NO_EFFECT) + NO_EFFECT.length(), message.length() - 1);
  }

  /** Whether it is about a key, or one below it. */
  public boolean isAbout(String key) {
    return path.equals(key) || path.startsWith(key + ".");
  }

  /** Whether it says of another number of a range what the other says. */
  boolean isOfSameRange(Problem other) {
    return severity == other.severity
        && position.equals(other.position)
        && path.equals(other.path)
        && ITEM.matcher(path).matches()
        && NUMBER
            .matcher(message)
            .replaceAll("")
            .equals(NUMBER.matcher(other.message).replaceAll(""));
  }

  @Override
  public String toString() {
    return position + ": " + (severity == Severity.WARNING ? "warning: " : "") + message;
  }
}
