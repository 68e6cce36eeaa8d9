package weft.sim.check;

/** The simulator has contradicted itself: a bug of Weft, whatever the input was. */
public final class InvariantViolation extends RuntimeException {

  /** What contradicts what. */
  public InvariantViolation(String message) {
    super("Weft contradicts itself, please report this: " + message);
  }
}
