package weft.scenario.parse;

/** A value is not what its key wants; the message says why, without position and path. */
final class BadValueException extends Exception {

  BadValueException(String message) {
    super(message, null, false, false);
  }
}
