package weft.scenario.parse;

import java.util.ArrayList;
import java.util.List;

/** Collects problems while a scenario is read. */
final class ProblemLog {

  private final List<Problem> problems = new ArrayList<>();

  void error(Position position, String message) {
    error(position, "", message);
  }

  /** What is said where the key should be, is about the key. */
  void missing(Position position, String parent, String key, String message) {
    Problem problem = Problem.at(Severity.ERROR, position, parent, message);
    problems.add(new Problem(problem.severity(), position, key, problem.message()));
  }

  void error(Position position, String path, String message) {
    problems.add(Problem.at(Severity.ERROR, position, path, message));
  }

  /** Something found in another file. */
  void add(Problem problem) {
    problems.add(problem);
  }

  /** The end of the road: an exception with this problem and all before it. */
  ScenarioException fatal(Position position, String message) {
    error(position, message);
    return new ScenarioException(problems());
  }

  Problems problems() {
    return Problems.of(problems);
  }
}
