package weft.topology.build;

import weft.topology.error.TopologyException;

/** Checks of parameters, with the value in the message. */
final class Require {

  /** Larger numbers are typing errors, and would only end in a lack of memory. */
  static final int MOST_NODES = 1 << 20;

  private Require() {}

  static int between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new TopologyException(
          "%s: %d is out of range; it lies between %d and %d".formatted(what, value, least, most));
    }
    return value;
  }

  /** The largest divisor of a number that is at most another; 1 at least. */
  static int divisor(int number, long most) {
    for (int divisor = (int) Math.min(number, most); divisor > 1; divisor--) {
      if (number % divisor == 0) {
        return divisor;
      }
    }
    return 1;
  }
}
