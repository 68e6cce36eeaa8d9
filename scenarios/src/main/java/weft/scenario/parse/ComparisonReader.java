package weft.scenario.parse;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Shape;

/** Reads comparison files. */
public final class ComparisonReader {

  /** The key that tells a comparison from a scenario. */
  private static final String RUNS = "runs";

  /** The least of what a budget divides by, or is. */
  private static final double LEAST = 0.001;

  private static final String COLLECTIVES = "collectives";
  private static final String STEPS = "steps";

  private final Catalogue catalogue;

  /** A reader; comparisons name nothing of that catalogue, but scenarios do. */
  public ComparisonReader(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Whether a file is a comparison rather than a scenario, or nothing at all. */
  public static boolean isComparison(Path file) {
    try {
      String text = ScenarioText.read(file);
      return TreeReader.readFile(file.toString(), text, new ProblemLog())
              instanceof Node.Mapping root
          && root.entries().containsKey(RUNS);
    } catch (ScenarioException e) {
      return false;
    }
  }

  /**
   * Looks at settings that are for the scenarios of a comparison: none may be of the comparison.
   *
   * @throws ScenarioException with all that are
   */
  public static void check(List<Setting> settings) {
    ProblemLog log = new ProblemLog();
    for (Setting setting : settings) {
      String key = setting.keys().get(0);
      if (Schema.comparison().key(key).isPresent() && Schema.scenario().key(key).isEmpty()) {
        log.error(
            setting.position(),
            key
                + " is a key of the comparison, but --set goes to each of its scenarios."
                + " Maybe change it in the file.");
      }
    }
    if (!log.problems().isEmpty()) {
      throw new ScenarioException(log.problems());
    }
  }

  /**
   * Reads a comparison.
   *
   * @throws ScenarioException with all that is wrong with it
   */
  public ComparisonSpec read(Path file) {
    ProblemLog log = new ProblemLog();
    Node.Mapping root =
        (Node.Mapping) TreeReader.readFile(file.toString(), ScenarioText.read(file), log);
    if (!root.entries().containsKey("name")) {
      Position whole = Position.whole(file.toString());
      String name = Line.of(String.valueOf(file.getFileName()));
      root = root.with("name", new Node.Entry(whole, new Node.Scalar(whole, name, false)));
    }
    Marks marks = new Marks();
    Names names = new CatalogReader(catalogue, marks, log).names();
    Shape.Mapping schema = Schema.comparison();
    ComparisonSpec spec =
        (ComparisonSpec)
            new Binder(names, AlgorithmReader.NONE, null, schema, marks, log)
                .bindRoot(schema, root);
    if (log.problems().errors().isEmpty()) {
      checkRuns(spec, file, log);
      checkBudgets(spec, marks, log);
    }
    if (!log.problems().errors().isEmpty()) {
      throw new ScenarioException(log.problems());
    }
    return spec;
  }

  private static void checkRuns(ComparisonSpec spec, Path file, ProblemLog log) {
    Position whole = Position.whole(file.toString());
    Set<String> kinds = new LinkedHashSet<>();
    for (int run = 0; run < spec.runs().size(); run++) {
      Map<String, String> ways = ways(spec.runs().get(run));
      kinds.addAll(ways.values());
      if (ways.size() != 1) {
        log.error(
            whole,
            "runs." + run,
            ways.isEmpty()
                ? "says nothing to compare with. Maybe fct, for flows, times, for a collective, or"
                    + " step or budget, for a training."
                : "has both " + String.join(" and ", ways.keySet()) + ". Maybe two runs.");
      }
    }
    if (kinds.size() > 1) {
      log.error(whole, "runs", "mix " + String.join(" and ", kinds) + ". Maybe two files.");
    }
    if (spec.regions() != null && !kinds.contains(COLLECTIVES)) {
      log.error(whole, "regions", "are for sizes of collectives, but no run is of a collective.");
    }
    if (spec.groups() != null && !kinds.contains(STEPS)) {
      log.error(whole, "groups", "are for training steps, but no run has a step.");
    }
    checkSeries(spec, whole, log);
  }

  /** With less, numbers of GPUs leave the range of a whole number. */
  private static void checkBudgets(ComparisonSpec spec, Marks marks, ProblemLog log) {
    for (int run = 0; run < spec.runs().size(); run++) {
      ComparisonSpec.Budget budget = spec.runs().get(run).budget();
      if (budget != null) {
        String path = "runs." + run + ".budget.";
        checkLeast(path + "zflop", budget.zflop(), "420", marks, log);
        checkLeast(path + "utilization", budget.utilization(), "0.3", marks, log);
      }
    }
  }

  private static void checkLeast(
      String path, double value, String instead, Marks marks, ProblemLog log) {
    if (value < LEAST) {
      log.error(
          Objects.requireNonNull(marks.positions().get(path)),
          path,
          "%s is too small: the least is 0.001. Maybe %s."
              .formatted(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString(), instead));
    }
  }

  private static void checkSeries(ComparisonSpec spec, Position whole, ProblemLog log) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (ComparisonSpec.Run run : spec.runs()) {
      if (run.series() != null) {
        sizes.merge(run.series(), 1, Integer::sum);
      }
    }
    for (int run = 0; run < spec.runs().size(); run++) {
      String series = spec.runs().get(run).series();
      if (series != null && spec.runs().get(run).stepPs() == null) {
        log.error(whole, "runs." + run + ".series", "is for training steps. Maybe add step.");
      } else if (series != null && sizes.getOrDefault(series, 0) == 1) {
        log.error(
            whole,
            "runs." + run + ".series",
            series + " has this run only, which changes to nothing. Maybe another run of it.");
      }
    }
    if (spec.scaling() != null && sizes.isEmpty()) {
      log.error(whole, "scaling", "is for series of runs, but no run has a series.");
    }
  }

  /** Keys by which a run is compared, and what kind of run that is. */
  private static Map<String, String> ways(ComparisonSpec.Run run) {
    Map<String, String> ways = new LinkedHashMap<>();
    if (run.fct() != null) {
      ways.put("fct", "flows");
    }
    if (run.times() != null) {
      ways.put("times", COLLECTIVES);
    }
    if (run.stepPs() != null) {
      ways.put("step", STEPS);
    }
    if (run.budget() != null) {
      ways.put("budget", "budgets");
    }
    return ways;
  }
}
