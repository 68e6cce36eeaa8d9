package weft.scenario.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Problems in the order of the file; those of command-line options follow. */
public final class Problems {

  /** What is beyond is only counted: nobody reads it. */
  public static final int MOST_SHOWN = 100;

  private static final Comparator<Problem> BY_POSITION =
      Comparator.comparing((Problem problem) -> problem.position().line() == 0)
          .thenComparing(problem -> problem.position().line())
          .thenComparing(problem -> problem.position().column());

  private final List<Problem> list;

  private Problems(List<Problem> list) {
    this.list = list;
  }

  /**
   * These problems, put in order; of problems at one position the order is kept. Of the numbers of
   * a range, the first that has a problem stands for all.
   */
  public static Problems of(List<Problem> problems) {
    List<Problem> kept = new ArrayList<>();
    for (Problem problem : problems.stream().sorted(BY_POSITION).toList()) {
      if (kept.isEmpty() || !problem.isOfSameRange(kept.get(kept.size() - 1))) {
        kept.add(problem);
      }
    }
    return new Problems(List.copyOf(kept));
  }

  /** All of them. */
  public List<Problem> list() {
    return list;
  }

  /** What they say, without where. */
  public List<String> messages() {
    return list.stream().map(Problem::message).toList();
  }

  /** Those that keep the scenario from being run. */
  public Problems errors() {
    return only(Severity.ERROR);
  }

  /** Those that do not. */
  public Problems warnings() {
    return only(Severity.WARNING);
  }

  /** Those that are not about that key, nor about one below it. */
  public Problems without(String key) {
    return new Problems(list.stream().filter(problem -> !problem.isAbout(key)).toList());
  }

  /** True if there are none. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** These and those; what both say, once. */
  public Problems and(Problems others) {
    return of(Stream.concat(list.stream(), others.list.stream()).distinct().toList());
  }

  /**
   * One line for each, of more than 100 the first, then, if there is an error, the count: {@code 3
   * problems, nothing was run.}
   */
  public String render() {
    String lines =
        list.stream()
            .limit(MOST_SHOWN)
            .map(problem -> problem + "\n")
            .collect(Collectors.joining());
    if (list.size() > MOST_SHOWN) {
      lines += String.format(Locale.ROOT, "… and %,d more\n", list.size() - MOST_SHOWN);
    }
    int errors = errors().list.size();
    return errors == 0
        ? lines
        : lines
            + String.format(
                Locale.ROOT, "%,d problem%s, nothing was run.\n", errors, errors == 1 ? "" : "s");
  }

  @Override
  public String toString() {
    return list.toString();
  }

  private Problems only(Severity severity) {
    return new Problems(list.stream().filter(problem -> problem.severity() == severity).toList());
  }
}
