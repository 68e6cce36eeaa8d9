package weft.sim.packet.transport;

/** What the parameters of several transports have to keep to. */
final class Checks {

  private Checks() {}

  static void timeout(long timeoutPs) {
    if (timeoutPs <= 0) {
      throw new IllegalArgumentException("a timeout of " + timeoutPs + " ps, must be above 0");
    }
  }

  static void notNegative(String what, long value) {
    notNegative(what, (double) value);
  }

  static void notNegative(String what, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(what + " of " + value + ", must be 0 or more");
    }
  }

  static void positive(String what, long value) {
    positive(what, (double) value);
  }

  static void positive(String what, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(what + " of " + value + ", must be above 0");
    }
  }

  /** Above 0, at most 1. */
  static void share(String what, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " of " + value + ", must be above 0, at most 1");
    }
  }
}
