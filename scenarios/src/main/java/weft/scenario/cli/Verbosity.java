package weft.scenario.cli;

import picocli.CommandLine.Option;
import weft.scenario.parse.Problems;

/** What a verb that simulates says beside its result. */
final class Verbosity {

  @Option(names = "--quiet", description = "No progress, no warnings.")
  private boolean quiet;

  /** Shows warnings, unless nobody wants them. */
  void warn(Console console, Problems warnings) {
    if (!quiet) {
      console.problems(warnings);
    }
  }

  /** Whether progress is shown: on a terminal, as the launcher tells. */
  boolean showsProgress() {
    return !quiet && Boolean.getBoolean("weft.terminal");
  }
}
