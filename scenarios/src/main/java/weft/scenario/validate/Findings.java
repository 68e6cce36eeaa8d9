package weft.scenario.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.Severity;

/** The draft under examination and what was found wrong with it so far. */
final class Findings {

  private static final String WORKLOAD = "workload";

  private final Draft draft;
  private final List<Problem> problems;

  /** Paths at which there is an error. */
  private final Set<String> wrong;

  /** Where the workload is that the rules speak of. */
  private final String workload;

  Findings(Draft draft) {
    this(draft, new ArrayList<>(), new HashSet<>(), WORKLOAD);
  }

  private Findings(Draft draft, List<Problem> problems, Set<String> wrong, String workload) {
    this.draft = draft;
    this.problems = problems;
    this.wrong = wrong;
    this.workload = workload;
  }

  /** The same, but rules that speak of the workload mean that of a job. */
  Findings ofJob(int job) {
    return new Findings(draft, problems, wrong, jobPath(job) + "." + WORKLOAD);
  }

  /** The path of a job. */
  static String jobPath(int job) {
    return WORKLOAD + ".jobs." + job;
  }

  /** Who has the GPUs that the rules count. */
  String owner() {
    return workload.equals(WORKLOAD) ? "the fabric" : "the job";
  }

  private String real(String path) {
    boolean isOfWorkload = path.equals(WORKLOAD) || path.startsWith(WORKLOAD + ".");
    return isOfWorkload ? workload + path.substring(WORKLOAD.length()) : path;
  }

  /** True if all these values can be relied on; a rule that uses another is not to be applied. */
  boolean sound(String... paths) {
    return draft.sound(Arrays.stream(paths).map(this::real).toArray(String[]::new));
  }

  /**
   * Something found in another file than the scenario's.
   *
   * @param path of the key that names the file
   */
  void errorAt(Position position, String path, String message) {
    problems.add(new Problem(Severity.ERROR, position, real(path), message));
  }

  void error(String path, String message) {
    wrong.add(real(path));
    problems.add(draft.error(real(path), message));
  }

  void warning(String path, String message) {
    problems.add(draft.warning(real(path), message));
  }

  /** Number of errors that rules have found so far. */
  int errors() {
    return (int) problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
  }

  /** Warns that a setting cannot influence the run, if the user gave it and it may stand there. */
  void noEffect(String path, String because) {
    if (draft.given(real(path)) && draft.sound(real(path)) && !wrong.contains(real(path))) {
      problems.add(draft.noEffect(real(path), because));
    }
  }

  /** Whether the scenario cannot be run, by what was found so far. */
  boolean hasErrors() {
    return !draft.problems().errors().isEmpty() || !Problems.of(problems).errors().isEmpty();
  }

  Problems problems() {
    return Problems.of(problems);
  }

  /** With commas between thousands. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
