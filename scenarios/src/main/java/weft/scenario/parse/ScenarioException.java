package weft.scenario.parse;

import java.util.List;

/** A scenario cannot be used, for the problems given; its message is all of them, rendered. */
public final class ScenarioException extends RuntimeException {

  private final transient Problems problems;

  /** For at least one error; warnings may be among them. */
  public ScenarioException(Problems problems) {
    super(problems.render().stripTrailing());
    this.problems = problems;
  }

  /** For a single error. */
  public static ScenarioException of(Position position, String message) {
    return new ScenarioException(
        Problems.of(List.of(new Problem(Severity.ERROR, position, "", message))));
  }

  /** What is wrong. */
  public Problems problems() {
    return problems;
  }
}
