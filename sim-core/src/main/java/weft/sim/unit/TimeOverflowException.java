package weft.sim.unit;

/** Simulated time has left the 106 days that a {@code long} of picoseconds can hold. */
public final class TimeOverflowException extends ArithmeticException {

  TimeOverflowException(String what) {
    super("simulated time exceeds 106 days: " + what);
  }
}
