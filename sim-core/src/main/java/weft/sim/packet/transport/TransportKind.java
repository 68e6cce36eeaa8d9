package weft.sim.packet.transport;

/** Makes the transport of a run; a record of its parameters. */
@FunctionalInterface
public interface TransportKind {

  /** A transport that serves the flows of one run. */
  Transport create();

  /**
   * How long a sender that hears nothing waits at least before it sends again, picoseconds; 0 if
   * that is not known.
   */
  default long timeoutPs() {
    return 0;
  }
}
