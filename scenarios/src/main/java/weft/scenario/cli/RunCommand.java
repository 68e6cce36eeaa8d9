package weft.scenario.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.scenario.assemble.Assembly;
import weft.scenario.assemble.CollectiveJob;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Position;
import weft.scenario.parse.ScenarioException;
import weft.scenario.report.ChoiceTable;
import weft.scenario.report.ComparisonReport;
import weft.scenario.report.RunReport;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.JobResult;
import weft.sim.run.ProgressListener;
import weft.sim.run.Simulation;
import weft.sim.run.SimulationResult;
import weft.sim.run.SimulationSpec;

@Command(
    name = "run",
    description = "Simulates a scenario, or those of a comparison, and prints the report.")
final class RunCommand implements Callable<Integer> {

  @Mixin private ScenarioArguments arguments = new ScenarioArguments();

  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(names = "--format", description = "text, json or csv; text if left out.")
  private OutputFormat format = OutputFormat.text;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      converter = PathConverter.class,
      description =
          "Also writes report.txt, result.json and result.csv into that folder;"
              + " *.partial.* if the run is interrupted.")
  private @Nullable Path out;

  @Option(
      names = "--timing",
      description = "Gives the wall time in JSON too, where it is null otherwise.")
  private boolean timing;

  @Option(
      names = "--explain",
      description =
          "Also prints which algorithm and protocol the library chooses for each size of a"
              + " collective, and what the others would have cost.")
  private boolean explain;

  private final Console console;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (ComparisonReader.isComparison(arguments.file())) {
      return compare();
    }
    Workbench workbench = new Workbench();
    ScenarioLoader.Loaded loaded =
        SettingUp.during(
            console.err(),
            verbosity.showsProgress(),
            () -> workbench.loader().load(arguments.file(), arguments.settings()));
    verbosity.warn(console, loaded.warnings());
    if (out != null) {
      new OutputFolder(out).prepare(ResultFiles.NAMES);
    }
    Assembly assembly =
        SettingUp.during(
            console.err(),
            verbosity.showsProgress(),
            () -> workbench.assembler().assemble(loaded.spec()));
    CollectiveJob collective = assembly.collective();
    if (explain && collective == null) {
      throw ScenarioException.of(
          Position.whole("--explain"), "is for workload.collective, which this scenario has not.");
    }
    if (explain && format != OutputFormat.text) {
      throw ScenarioException.of(
          Position.whole("--explain"),
          "is a table for people, which does not go with --format %s. Maybe --format text."
              .formatted(format));
    }
    try (Interrupt interrupt = new Interrupt(console)) {
      SimulationResult result =
          loaded.run(
              () ->
                  simulate(progress -> Simulation.run(assembly.simulation(), progress), interrupt));
      RunReport report =
          RunReport.of(
              loaded.spec(),
              assembly,
              result,
              loaded.run(() -> alone(assembly, result, interrupt)),
              loaded.warnings().messages());
      interrupt.onPartDone();
      // All that is known is said before anything is written that may fail.
      console.result(ResultFiles.render(report, format, timing));
      if (explain && collective != null) {
        console.result(ChoiceTable.text(collective));
      }
      int code = verdict(report);
      if (out != null) {
        interrupt.onPartDone();
        new OutputFolder(out).write(ResultFiles.of(report, timing, interrupt::onPartDone));
      }
      return code;
    }
  }

  private int compare() {
    if (out != null) {
      throw ScenarioException.of(
          Position.whole("--out"),
          "is for a single scenario. Maybe --format csv, for a comparison.");
    }
    Comparison comparison =
        Comparison.read(arguments.file(), arguments.settings(), new Workbench());
    verbosity.warn(console, comparison.warnings());
    try (Interrupt interrupt = new Interrupt(console);
        Progress progress = new Progress(console.err(), verbosity.showsProgress(), interrupt)) {
      Comparison.Outcome outcome = comparison.run(progress);
      ComparisonReport report = outcome.report();
      console.result(
          switch (format) {
            case text -> report.text();
            case json -> report.json();
            case csv -> report.csv();
          });
      if (!outcome.complete()) {
        console.fail("interrupted; the rest was not compared");
        return ExitCode.INTERRUPTED;
      }
      return report.misses() == 0 ? ExitCode.DONE : ExitCode.EXPECTATION_FAILED;
    }
  }

  private int verdict(RunReport report) {
    if (!report.result().complete()) {
      console.fail("interrupted; the result is partial");
      return ExitCode.INTERRUPTED;
    }
    return Expectations.verdict(report, console);
  }

  /** What becomes of each job without the others; nothing if somebody stops it, or has before. */
  private List<SimulationResult> alone(
      Assembly assembly, SimulationResult together, Interrupt interrupt) {
    if (!together.complete()) {
      return List.of();
    }
    List<SimulationResult> alone = new ArrayList<>();
    for (int job = 0; job < together.jobs().size(); job++) {
      SimulationSpec spec = assembly.jobs().get(job).alone().simulation();
      JobResult ofJob = together.jobs().get(job);
      SimulationResult result =
          simulate(progress -> Simulation.runAlone(spec, ofJob, progress), interrupt);
      if (!result.complete()) {
        return List.of();
      }
      alone.add(result);
    }
    return alone;
  }

  private SimulationResult simulate(
      Function<ProgressListener, SimulationResult> run, Interrupt interrupt) {
    try (Progress progress = new Progress(console.err(), verbosity.showsProgress(), interrupt)) {
      return run.apply(progress);
    }
  }
}
