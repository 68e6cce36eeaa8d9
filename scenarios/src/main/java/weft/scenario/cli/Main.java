package weft.scenario.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of Weft. */
@Command(
    name = "weft",
    description = "Simulates AI data-center networks: how long is a step, what holds it back?",
    mixinStandardHelpOptions = true,
    version = "weft 0.1.0",
    synopsisSubcommandLabel = "VERB",
    footer = {
      "",
      "Exit codes: 0 done, 1 an expectation failed, 2 bad input,",
      "3 the simulation failed, 130 interrupted, 141 its reader has gone."
    })
public final class Main {

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Digits and letter case follow the default locale where nobody names one.
    Locale.setDefault(Locale.ROOT);
    boolean traces = "1".equals(System.getenv("WEFT_TRACE"));
    Console console = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err), traces);
    System.exit(run(console, arguments));
  }

  /** Runs the command line; returns its exit code. */
  static int run(Console console, String... arguments) {
    int code;
    try {
      code = execute(console, arguments);
    } catch (RuntimeException | Error e) {
      // An Error passes picocli by; that of a full heap is the user's to know.
      code = Failures.explain(console, e);
    }
    if (console.out() instanceof PipeStream pipe && pipe.isClosedByReader()) {
      return Math.max(code, ExitCode.CLOSED_PIPE);
    }
    if (console.out().checkError()) {
      console.fail("cannot write the result: the output is full or closed");
      return Math.max(code, ExitCode.BAD_INPUT);
    }
    return code;
  }

  private static int execute(Console console, String... arguments) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(new RunCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new CheckCommand(console))
            .addSubcommand(new TopologyCommand(console))
            .addSubcommand(new CalibrateCommand(console))
            .addSubcommand(new CatalogCommand(console))
            .addSubcommand(new SchemaCommand(console));
    line.getSubcommands().values().forEach(verb -> verb.getCommandSpec().addOption(help()));
    line.setOut(writer(console.out()));
    line.setErr(writer(console.err()));
    line.setExecutionExceptionHandler((e, command, parsed) -> Failures.explain(console, e));
    line.setParameterExceptionHandler(
        new VerbSuggester(console, line, line.getParameterExceptionHandler()));
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return ExitCode.BAD_INPUT;
    }
    return line.execute(arguments);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Shows this help.")
        .build();
  }

  /** Always UTF-8, whatever the locale is: the reports hold arrows and bars. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PipeStream(new FileOutputStream(descriptor));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
