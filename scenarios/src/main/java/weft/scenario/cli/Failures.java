package weft.scenario.cli;

import java.io.IOException;
import weft.scenario.parse.Quote;
import weft.scenario.parse.ScenarioException;
import weft.sim.run.CutOffException;
import weft.sim.run.StuckException;
import weft.sim.unit.LimitException;
import weft.sim.unit.TimeOverflowException;
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
      console.fail("cannot write " + Quote.line(String.valueOf(io.getMessage())));
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof TopologyException) {
      console.fail(String.valueOf(failure.getMessage()));
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof CutOffException) {
      console.fail(failure.getMessage() + ". Maybe fewer of network.failures.");
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof StuckException || failure instanceof ProgramException) {
      console.fail(String.valueOf(failure.getMessage()));
      return ExitCode.SIMULATION_FAILED;
    }
    if (failure instanceof LimitException) {
      console.fail("the packet model " + failure.getMessage() + ". Maybe model: flow.");
      return ExitCode.SIMULATION_FAILED;
    }
    if (failure instanceof TimeOverflowException) {
      console.fail(
          failure.getMessage()
              + ". Maybe a rate, a latency or an efficiency of the scenario is off.");
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
}
