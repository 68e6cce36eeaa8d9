package weft.scenario.cli;

import java.io.PrintStream;
import weft.scenario.parse.Problems;

/** Where the command line writes: results to one stream, all else to the other. */
record Console(PrintStream out, PrintStream err) {

  void problems(Problems problems) {
    err.print(problems.render());
    err.flush();
  }

  void fail(String message) {
    err.println("weft: " + message);
    err.flush();
  }

  void result(String text) {
    out.print(text);
    out.flush();
  }
}
