package weft.sim.workload;

/** A program that contradicts itself while it runs: its ranks disagree about a collective. */
public final class ProgramException extends RuntimeException {

  ProgramException(String message) {
    super(message);
  }
}
