package weft.scenario.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Severity;

/** The draft under examination and what was found wrong with it so far. */
final class Findings {

  private final Draft draft;
  private final List<Problem> problems = new ArrayList<>();

  Findings(Draft draft) {
    this.draft = draft;
  }

  /** True if all these values can be relied on; a rule that uses another is not to be applied. */
  boolean sound(String... paths) {
    return draft.sound(paths);
  }

  /** Something found in another file than the scenario's. */
  void add(Problem problem) {
    problems.add(problem);
  }

  void error(String path, String message) {
    problems.add(draft.error(path, message));
  }

  void warning(String path, String message) {
    problems.add(draft.warning(path, message));
  }

  /** Number of errors that rules have found so far. */
  int errors() {
    return (int) problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
  }

  /** Warns that a setting cannot influence the run, if the user gave it. */
  void noEffect(String path, String because) {
    if (draft.given(path) && draft.sound(path)) {
      problems.add(draft.noEffect(path, because));
    }
  }

  Problems problems() {
    return Problems.of(problems);
  }

  /** With commas between thousands. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
