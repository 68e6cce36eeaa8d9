package weft.sim.packet;

/** The packet model has contradicted itself. */
public final class AuditException extends RuntimeException {

  AuditException(String message) {
    super(message);
  }
}
