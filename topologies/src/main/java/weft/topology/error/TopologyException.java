package weft.topology.error;

/**
 * A topology or a catalogue entry that cannot be. The message names the offending value and, where
 * there is one, the way out: {@code unknown gpu "h10". Maybe h100.}
 */
public final class TopologyException extends RuntimeException {

  public TopologyException(String message) {
    super(message);
  }

  public TopologyException(String message, Throwable cause) {
    super(message, cause);
  }
}
