package weft.scenario.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import weft.scenario.report.JsonSchema;

@Command(name = "schema", description = "Prints the JSON Schema of the scenario file, for editors.")
final class SchemaCommand implements Callable<Integer> {

  private final Console console;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.result(JsonSchema.render(new Workbench().names()));
    return ExitCode.DONE;
  }
}
