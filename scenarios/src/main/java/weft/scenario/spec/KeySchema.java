package weft.scenario.spec;

/**
 * All that is known about a key.
 *
 * @param name as written in the file
 * @param shape what its value may be
 * @param presence whether it may be left out
 * @param doc its meaning, a sentence
 * @param defaultText the value when left out, as written in the file; empty unless {@link
 *     Presence#DEFAULTED}
 * @param absent what holds when left out, a phrase; empty unless {@link Presence#OPTIONAL}
 * @param example a likely value as written in the file; may be empty
 */
public record KeySchema(
    String name,
    Shape shape,
    Presence presence,
    String doc,
    String defaultText,
    String absent,
    String example) {

  /** Whether a key may be left out. */
  public enum Presence {
    /** It must be given. */
    REQUIRED,
    /** It may be left out, and then has its default. */
    DEFAULTED,
    /** It may be left out, and then there is no value. */
    OPTIONAL
  }

  /** Whether a sequence without values means what leaving the key out does: none. */
  public boolean mayBeEmpty() {
    return shape instanceof Shape.Sequence
        && presence == Presence.OPTIONAL
        && absent.equals("none");
  }

  /** A value that can be suggested: the example, else the default, else nothing. */
  public String suggestion() {
    return example.isEmpty() ? defaultText : example;
  }
}
