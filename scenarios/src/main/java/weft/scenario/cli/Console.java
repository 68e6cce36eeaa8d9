package weft.scenario.cli;

import java.io.PrintStream;
import weft.scenario.parse.Problems;

/**
 * Where the command line writes: results to one stream, all else to the other.
 *
 * @param traces whether a failure of Weft itself shows its stack trace
 */
record Console(PrintStream out, PrintStream err, boolean traces) {

  void problems(Problems problems) {
    err.print(problems.render());
    err.flush();
  }

  void fail(String message) {
    err.println("weft: " + message);
    err.flush();
  }

  void trace(Throwable failure) {
    if (traces) {
      failure.printStackTrace(err);
      err.flush();
    }
  }

  void result(String text) {
    out.print(text);
    out.flush();
  }
}
