package weft.sim.packet;

/** Packets, or clocks, go on for ever, but nothing arrives any more, or nothing of some flow. */
public final class StallException extends RuntimeException {

  StallException(String message) {
    super(message);
  }
}
