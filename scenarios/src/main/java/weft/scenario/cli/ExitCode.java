package weft.scenario.cli;

/** What the process ends with. */
final class ExitCode {

  static final int DONE = 0;
  static final int EXPECTATION_FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int SIMULATION_FAILED = 3;
  static final int INTERRUPTED = 130;

  /** As of a program that SIGPIPE ends: whoever read the result has gone, which is no failure. */
  static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
