package weft.scenario.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import weft.scenario.parse.ScenarioException;
import weft.sim.run.StuckException;
import weft.sim.workload.ProgramException;
import weft.topology.error.TopologyException;

/** Puts what went wrong into words, and into an exit code. A stack trace is shown only if asked. */
final class Failures {

  private Failures() {}

  /** Tells the user why there is no result; returns the exit code. */
  static int explain(Console console, Throwable failure) {
    if (failure instanceof ScenarioException bad) {
      console.problems(bad.problems());
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof IOException io) {
      console.fail("cannot write " + reason(io));
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof TopologyException) {
      console.fail(String.valueOf(failure.getMessage()));
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof StuckException || failure instanceof ProgramException) {
      console.fail(String.valueOf(failure.getMessage()));
      return ExitCode.SIMULATION_FAILED;
    }
    if (failure instanceof OutOfMemoryError) {
      console.fail(
          "not enough memory: "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB are used up. Maybe a smaller scenario, or more: WEFT_JAVA_OPTS=-Xmx16g");
    } else {
      console.fail(
          "Weft has failed, please report this: "
              + failure.toString().replaceAll("\\s+", " ")
              + " (WEFT_TRACE=1 shows where)");
    }
    console.trace(failure);
    return ExitCode.SIMULATION_FAILED;
  }

  /** The name of the file, and why: the messages of the library hold only the name at times. */
  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof FileAlreadyExistsException) {
      return message + ": it is not a folder";
    }
    if (failure instanceof AccessDeniedException) {
      return message + ": permission denied";
    }
    return message;
  }
}
