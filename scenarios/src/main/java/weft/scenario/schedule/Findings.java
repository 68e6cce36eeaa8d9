package weft.scenario.schedule;

import java.util.ArrayList;
import java.util.List;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.Severity;

/** What is wrong with a schedule, all of it, up to a limit. */
final class Findings {

  /** With so many, the rest of the file is not looked at. */
  private static final int MOST = 1_000;

  private final List<Problem> problems = new ArrayList<>();

  void add(Position at, String message) {
    problems.add(new Problem(Severity.ERROR, at, "", message));
    if (problems.size() == MOST) {
      throw exception();
    }
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
