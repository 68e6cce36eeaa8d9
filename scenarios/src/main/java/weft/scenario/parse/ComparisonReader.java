package weft.scenario.parse;

import java.nio.file.Path;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ComparisonSpec;
import weft.scenario.spec.Schema;
import weft.scenario.spec.Shape;

/** Reads comparison files. */
public final class ComparisonReader {

  /** The key that tells a comparison from a scenario. */
  private static final String RUNS = "runs";

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
        (ComparisonSpec) new Binder(names, null, schema, marks, log).bindRoot(schema, root);
    if (log.problems().errors().isEmpty()) {
      checkRuns(spec, file, log);
    }
    if (!log.problems().errors().isEmpty()) {
      throw new ScenarioException(log.problems());
    }
    return spec;
  }

  private static void checkRuns(ComparisonSpec spec, Path file, ProblemLog log) {
    Position whole = Position.whole(file.toString());
    for (int run = 0; run < spec.runs().size(); run++) {
      ComparisonSpec.Run one = spec.runs().get(run);
      if ((one.fct() == null) == (one.times() == null)) {
        log.error(
            whole,
            "runs." + run,
            one.fct() == null
                ? "says nothing to compare with. Maybe fct, for flows, or times, for a collective."
                : "has both fct and times. Maybe two runs.");
      }
    }
    if (spec.runs().stream().map(one -> one.fct() == null).distinct().count() > 1) {
      log.error(whole, "runs", "mix flows and collectives. Maybe two files.");
    }
    if (spec.regions() != null && spec.runs().stream().allMatch(one -> one.times() == null)) {
      log.error(whole, "regions", "are for sizes of collectives, but the runs are of flows.");
    }
  }
}
