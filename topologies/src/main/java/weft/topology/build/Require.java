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
}
