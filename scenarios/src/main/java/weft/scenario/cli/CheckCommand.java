package weft.scenario.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Position;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.scenario.schedule.ScheduleFile;
import weft.scenario.validate.ScenarioLoader;
import weft.sim.collective.GroupShape;
import weft.sim.collective.Hops;
import weft.sim.collective.Loads;
import weft.sim.collective.Schedule;

@Command(
    name = "check",
    description =
        "Reads and validates a scenario, or a collective schedule; names all its problems.")
final class CheckCommand implements Callable<Integer> {

  @Mixin private ScenarioArguments arguments = new ScenarioArguments();

  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String file = Quote.line(arguments.file().toString());
    if (ComparisonReader.isComparison(arguments.file())) {
      Comparison comparison =
          Comparison.read(arguments.file(), arguments.settings(), new Workbench());
      console.problems(comparison.warnings());
      console.result(file + ": " + comparison.name() + " is a valid comparison.\n");
      return ExitCode.DONE;
    }
    if (ScheduleFile.isSchedule(arguments.file())) {
      return checkSchedule(file);
    }
    ScenarioLoader.Loaded loaded =
        new Workbench().loader().load(arguments.file(), arguments.settings());
    console.problems(loaded.warnings());
    console.result(file + ": " + loaded.spec().name() + " is a valid scenario.\n");
    return ExitCode.DONE;
  }

  private int checkSchedule(String file) {
    if (!arguments.settings().isEmpty()) {
      throw ScenarioException.of(
          Position.whole(file), "is a schedule, in which --set and --seed replace nothing.");
    }
    Schedule schedule = ScheduleFile.read(arguments.file());
    GroupShape oneNode = GroupShape.ofNodes(schedule.ranks());
    console.result(
        String.format(
            Locale.ROOT,
            "%s: %s is a valid schedule: %s of %,d ranks on %d channel%s, %,d messages in a row;"
                + " no rank sends more than %.3g times its data.\n",
            file,
            Quote.line(schedule.algorithm()),
            schedule.operation().text(),
            schedule.ranks(),
            schedule.channels(),
            schedule.channels() == 1 ? "" : "s",
            Hops.of(schedule, oneNode).messages(),
            Loads.of(schedule, oneNode).scaleUpOut()));
    return ExitCode.DONE;
  }
}
