package weft.sim.run;

/** Failed links leave no path between two endpoints that communicate. */
public final class CutOffException extends RuntimeException {

  CutOffException(String message) {
    super(message);
  }

  CutOffException(String message, Throwable cause) {
    super(message, cause);
  }
}
