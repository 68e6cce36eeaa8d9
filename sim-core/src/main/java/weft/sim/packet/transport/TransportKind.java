package weft.sim.packet.transport;

/** Makes the transport of a run; a record of its parameters. */
@FunctionalInterface
public interface TransportKind {

  /** A transport that serves the flows of one run. */
  Transport create();
}
