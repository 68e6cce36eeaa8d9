package weft.scenario.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import weft.scenario.assemble.Assembler;
import weft.scenario.assemble.Assembly;
import weft.scenario.explain.Outcome;
import weft.scenario.explain.ParallelRuns;
import weft.scenario.explain.Resource;
import weft.scenario.explain.Resources;
import weft.scenario.explain.Subject;
import weft.scenario.explain.WhatIf;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Position;
import weft.scenario.parse.Problem;
import weft.scenario.parse.Problems;
import weft.scenario.parse.ScenarioException;
import weft.scenario.report.ExplainCsv;
import weft.scenario.report.ExplainJson;
import weft.scenario.report.ExplainText;
import weft.scenario.report.Explanation;
import weft.scenario.report.RunReport;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.run.TracedResult;
import weft.topology.error.Suggestion;

@Command(
    name = "explain",
    description = "Simulates a scenario and says what holds it back, and why.")
final class ExplainCommand implements Callable<Integer> {

  @Mixin private ScenarioArguments arguments = new ScenarioArguments();

  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(names = "--format", description = "text, json or csv; text if left out.")
  private OutputFormat format = OutputFormat.text;

  @Option(
      names = "--what-if",
      description =
          "Also runs it again with each resource 10 %% and 2× better, on every core, and searches"
              + " for what is enough of it.")
  private boolean whatIf;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = RunsConverter.class,
      description = "Of what-if, how many runs at most; 24 if left out.")
  private @Nullable Integer mostRuns;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "Of several jobs, the one to explain; the one that ends last if left out.")
  private @Nullable String job;

  private final Console console;

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (ComparisonReader.isComparison(arguments.file())) {
      throw ScenarioException.of(
          Position.whole(arguments.file().toString()),
          "is a comparison of several scenarios. Maybe explain one of them.");
    }
    checkRuns();
    Workbench workbench = new Workbench();
    ScenarioLoader.Loaded loaded =
        SettingUp.during(
            console.err(),
            verbosity.showsProgress(),
            () -> workbench.loader().load(arguments.file(), arguments.settings()));
    verbosity.warn(console, loaded.warnings());
    Assembler assembler = workbench.assembler();
    Assembly assembly =
        SettingUp.during(
            console.err(), verbosity.showsProgress(), () -> assembler.assemble(loaded.spec()));
    try (Interrupt interrupt = new Interrupt(console)) {
      Subject asked = new Subject(assembly, chosen(assembly));
      TracedResult traced = loaded.run(() -> trace(asked, interrupt));
      Subject subject = traced.result().complete() ? asked : Subject.ofRun(assembly);
      RunReport whole =
          RunReport.of(loaded.spec(), assembly, traced.result(), loaded.warnings().messages());
      OptionalInt number = subject.job();
      RunReport report = number.isEmpty() ? whole : whole.ofJob(number.getAsInt());
      List<Resource> resources = Resources.of(assembly, report.fabric().tiers(), traced.result());
      List<WhatIf.Row> rows = List.of();
      boolean isShortOfMemory = false;
      if (whatIf && traced.result().complete()) {
        try (RunCounter counter =
            new RunCounter(console.err(), verbosity.showsProgress(), runs())) {
          ParallelRuns runs =
              new ParallelRuns(
                  assembler,
                  loaded.spec(),
                  subject,
                  Runtime.getRuntime().availableProcessors(),
                  interrupt::requested,
                  counter);
          rows = WhatIf.of(resources, Outcome.of(subject, traced), runs(), runs);
          isShortOfMemory = runs.isShortOfMemory();
        }
      }
      Explanation explanation =
          new Explanation(
              report, subject, traced, resources, rows, runs(), ineffective(loaded.warnings()));
      console.result(
          switch (format) {
            case text -> ExplainText.render(explanation);
            case json -> ExplainJson.render(explanation);
            case csv -> ExplainCsv.render(explanation);
          });
      if (interrupt.requested()) {
        console.fail("interrupted; the explanation is partial");
        return ExitCode.INTERRUPTED;
      }
      if (isShortOfMemory) {
        console.fail(
            "not enough memory for what-if, which is partial: "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB for a run on each core. Maybe more, WEFT_JAVA_OPTS=-Xmx16g,"
                + " or fewer threads, WEFT_JAVA_OPTS=-XX:ActiveProcessorCount=1");
        return ExitCode.SIMULATION_FAILED;
      }
      return Expectations.verdict(whole, console);
    }
  }

  private int runs() {
    return mostRuns == null ? WhatIf.MOST_RUNS : mostRuns;
  }

  private void checkRuns() {
    if (mostRuns != null && !whatIf) {
      throw ScenarioException.of(
          Position.whole("--runs"),
          "is %d, but nothing is run again. Maybe --what-if.".formatted(mostRuns));
    }
    if (runs() < WhatIf.FEWEST_RUNS) {
      throw ScenarioException.of(
          Position.whole("--runs"),
          "is %d; the run itself and another are %d. Maybe %d."
              .formatted(runs(), WhatIf.FEWEST_RUNS, WhatIf.MOST_RUNS));
    }
  }

  /** The number of the job that is to be explained; empty if nobody asks for one. */
  private OptionalInt chosen(Assembly assembly) {
    if (job == null) {
      return OptionalInt.empty();
    }
    List<String> names = assembly.jobs().stream().map(Assembly.Job::name).toList();
    if (names.isEmpty()) {
      throw ScenarioException.of(
          Position.whole("--job"),
          "is %s, but the scenario has no jobs. Maybe leave it out.".formatted(job));
    }
    int number = names.indexOf(job);
    if (number < 0) {
      throw ScenarioException.of(
          Position.whole("--job"),
          "is %s, but the jobs are %s. Maybe %s."
              .formatted(
                  job,
                  String.join(", ", names),
                  Suggestion.nearest(job, names).orElse(names.get(0))));
    }
    return OptionalInt.of(number);
  }

  private static List<Explanation.Idle> ineffective(Problems warnings) {
    return warnings.list().stream()
        .filter(Problem::isAboutNoEffect)
        .map(problem -> new Explanation.Idle(problem.path(), problem.path(), problem.whyNoEffect()))
        .toList();
  }

  private TracedResult trace(Subject subject, Interrupt interrupt) {
    try (Progress progress = new Progress(console.err(), verbosity.showsProgress(), interrupt)) {
      return subject.trace(progress);
    }
  }
}
