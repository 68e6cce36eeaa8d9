package weft.scenario.validate;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import weft.scenario.parse.Draft;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.scenario.parse.ScenarioReader;
import weft.scenario.parse.Setting;
import weft.scenario.schedule.ScheduleFile;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.ScenarioSpec;
import weft.sim.run.CutOffException;

/** From a scenario file to a scenario that can be run, or to all the reasons why it cannot. */
public final class ScenarioLoader {

  private final Catalogue catalogue;
  private final long heapBytes;

  /** A loader that knows the hardware and models of that catalogue. */
  public ScenarioLoader(Catalogue catalogue) {
    this(catalogue, Runtime.getRuntime().maxMemory());
  }

  /** The same for a heap of that size. */
  ScenarioLoader(Catalogue catalogue, long heapBytes) {
    this.catalogue = catalogue;
    this.heapBytes = heapBytes;
  }

  /**
   * Reads and validates a file.
   *
   * @param settings values of the command line, which replace those of the file; a later one wins
   * @throws ScenarioException with every problem, if one of them is an error
   */
  public Loaded load(Path file, List<Setting> settings) {
    return validated(reader().read(file, settings));
  }

  /**
   * Reads and validates a file for the sake of its fabric: what is to run on it may be missing, but
   * not wrong.
   *
   * @param settings values of the command line, which replace those of the file; a later one wins
   * @throws ScenarioException with every problem, if one of them is an error
   */
  public Loaded loadFabric(Path file, List<Setting> settings) {
    Draft draft = reader().read(file, settings);
    Problems problems = problems(draft);
    return loaded(draft, draft.given("workload") ? problems : problems.without("workload"));
  }

  /**
   * Reads and validates a text.
   *
   * @param source what to call it in messages
   * @param defaultName the name of the scenario if the text has none
   * @throws ScenarioException with every problem, if one of them is an error
   */
  public Loaded load(String source, String defaultName, String text, List<Setting> settings) {
    return validated(reader().read(source, defaultName, text, settings));
  }

  private ScenarioReader reader() {
    return new ScenarioReader(catalogue, ScheduleFile::algorithm);
  }

  private Loaded validated(Draft draft) {
    return loaded(draft, problems(draft));
  }

  private Problems problems(Draft draft) {
    return draft.problems().and(ScenarioRules.apply(draft, catalogue, heapBytes));
  }

  private static Loaded loaded(Draft draft, Problems problems) {
    if (!problems.errors().isEmpty()) {
      throw new ScenarioException(problems);
    }
    return new Loaded(draft, problems);
  }

  /** A scenario without errors. */
  public static final class Loaded {

    private final Draft draft;
    private final Problems warnings;

    private Loaded(Draft draft, Problems warnings) {
      this.draft = draft;
      this.warnings = warnings;
    }

    /** The scenario. */
    public ScenarioSpec spec() {
      return draft.spec();
    }

    /** What is suspicious about it. */
    public Problems warnings() {
      return warnings;
    }

    /**
     * Runs it.
     *
     * @throws ScenarioException at the failures that it has, if a run finds somebody cut off
     */
    public <T> T run(Supplier<T> run) {
      try {
        return run.get();
      } catch (CutOffException e) {
        throw new ScenarioException(
            Problems.of(
                List.of(
                    draft.error("network.failures", e.getMessage() + ". Maybe fewer of them."))));
      }
    }
  }
}
