package weft.scenario.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import weft.scenario.parse.ScenarioException;
import weft.sim.run.StuckException;
import weft.sim.workload.ProgramException;
import weft.topology.error.TopologyException;

/** The command line of Weft. */
@Command(
    name = "weft",
    description = "Simulates AI data-center networks: how long is a step, what holds it back?",
    mixinStandardHelpOptions = true,
    version = "weft 0.1.0",
    synopsisSubcommandLabel = "VERB",
    footer = {
      "",
      "Exit codes: 0 done, 1 an expectation failed, 2 bad input, 3 the simulation failed,",
      "130 interrupted."
    })
public final class Main {

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));
    System.exit(run(console, arguments));
  }

  /** Runs the command line; returns its exit code. */
  static int run(Console console, String... arguments) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new RunCommand(console))
            .addSubcommand(new CheckCommand(console))
            .addSubcommand(new TopologyCommand(console))
            .addSubcommand(new CatalogCommand(console));
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(console, e));
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return ExitCode.BAD_INPUT;
    }
    return line.execute(arguments);
  }

  private static int explain(Console console, Exception e) throws Exception {
    if (e instanceof ScenarioException bad) {
      console.problems(bad.problems());
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof IOException io) {
      console.fail("cannot write " + io.getMessage() + " (" + io.getClass().getSimpleName() + ")");
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof TopologyException) {
      console.fail(String.valueOf(e.getMessage()));
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof StuckException || e instanceof ProgramException) {
      console.fail(String.valueOf(e.getMessage()));
      return ExitCode.SIMULATION_FAILED;
    }
    throw e;
  }

  /** Always UTF-8, whatever the locale is: the reports hold arrows and bars. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
