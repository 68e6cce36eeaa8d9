package weft.scenario.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weft.scenario.parse.ComparisonReader;
import weft.scenario.parse.Quote;
import weft.scenario.validate.ScenarioLoader;

@Command(name = "check", description = "Reads and validates a scenario; names all its problems.")
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
    ScenarioLoader.Loaded loaded =
        new Workbench().loader().load(arguments.file(), arguments.settings());
    console.problems(loaded.warnings());
    console.result(file + ": " + loaded.spec().name() + " is a valid scenario.\n");
    return ExitCode.DONE;
  }
}
