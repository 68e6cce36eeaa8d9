package weft.sim.run;

/**
 * A run that cannot finish: nothing is left to happen, or nothing moves any more, but ranks still
 * wait.
 */
public final class StuckException extends RuntimeException {

  StuckException(String message) {
    super(message);
  }
}
