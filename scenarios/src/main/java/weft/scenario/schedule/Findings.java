package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Severity;

/** What is wrong with a schedule, all of it, up to a limit. */
final class Findings {

  /** With so many, the rest of the file is not looked at. */
  private static final int MOST = 1_000;

  /** What {@link #whole} returns for a number that is wrong, which has been reported. */
  static final int WRONG = Integer.MIN_VALUE;

  private final List<Problem> problems = new ArrayList<>();

  void add(Position at, String message) {
    problems.add(new Problem(Severity.ERROR, at, "", message));
    if (problems.size() == MOST) {
      throw exception();
    }
  }

  /**
   * A text as a whole number within bounds; {@link #WRONG}, and reported, if it is none.
   *
   * @param text null if there is something else than text
   * @param found what there is, for a message
   */
  int whole(Position at, String name, @Nullable String text, String found, int least, int most) {
    if (text != null && text.matches("-?[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    add(
        at,
        "%s: is %s, but a whole number from %d to %d is wanted."
            .formatted(name, found, least, most));
    return WRONG;
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** The end of the road: this and all before it. */
  ScenarioException fatal(Position at, String message) {
    problems.add(new Problem(Severity.ERROR, at, "", message));
    return exception();
  }

  /** All at once. */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw exception();
    }
  }

  private ScenarioException exception() {
    return new ScenarioException(Problems.of(problems));
  }
}
