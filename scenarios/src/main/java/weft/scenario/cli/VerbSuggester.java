package weft.scenario.cli;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import weft.scenario.parse.Quote;
import weft.topology.error.Suggestion;

/** Says what was meant by an unknown verb; all other wrong arguments are picocli's to explain. */
final class VerbSuggester implements IParameterExceptionHandler {

  private final Console console;
  private final CommandLine root;
  private final IParameterExceptionHandler others;

  VerbSuggester(Console console, CommandLine root, IParameterExceptionHandler others) {
    this.console = console;
    this.root = root;
    this.others = others;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) throws Exception {
    boolean verb =
        failure.getCommandLine() == root
            && failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption();
    if (!verb) {
      return others.handleParseException(failure, arguments);
    }
    String word = ((UnmatchedArgumentException) failure).getUnmatched().get(0);
    console.fail(
        "unknown verb \"%s\". %s"
            .formatted(
                Quote.line(word), Suggestion.sentence(word, root.getSubcommands().keySet())));
    root.usage(root.getErr());
    return ExitCode.BAD_INPUT;
  }
}
