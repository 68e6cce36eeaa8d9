package weft.sim.packet;

import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
import weft.sim.packet.transport.Transport;
import weft.sim.packet.transport.TransportKind;

/**
 * What a packet-level network is made of.
 *
 * @param wire sizes of packets
 * @param switches what switches do
 * @param transport what flows do
 * @param paths how flows choose among their paths
 * @param queuePairs flows that a connection divides its transfers among, one after the other
 * @param messageOverheadPs from the start of a transfer to its first packet, picoseconds
 * @param completion when a transfer counts as done
 * @param steadyTolerance by how much of itself the rate of a flow may change and still counts as
 *     steady, so that what repeats itself is skipped; 0 to simulate every packet
 */
public record PacketOptions(
    Wire wire,
    SwitchOptions switches,
    TransportKind transport,
    PathPolicy paths,
    int queuePairs,
    long messageOverheadPs,
    Completion completion,
    double steadyTolerance) {

  /** One that simulates every packet. */
  public PacketOptions(
      Wire wire,
      SwitchOptions switches,
      TransportKind transport,
      PathPolicy paths,
      int queuePairs,
      long messageOverheadPs,
      Completion completion) {
    this(wire, switches, transport, paths, queuePairs, messageOverheadPs, completion, 0);
  }

  /**
   * What counts as steady with a transport of its kind: nothing if it never comes to rest, or if
   * one cannot tell which way the packets would have gone that were skipped.
   */
  double steadyTolerance(Transport ofKind) {
    boolean isKnown =
        paths.kind() != PathPolicy.Kind.FLOWLET && paths.kind() != PathPolicy.Kind.ADAPTIVE;
    return isKnown && ofKind.comesToRest() ? steadyTolerance : 0;
  }

  /** The same that skips what repeats itself. */
  public PacketOptions withSteadyTolerance(double tolerance) {
    return new PacketOptions(
        wire, switches, transport, paths, queuePairs, messageOverheadPs, completion, tolerance);
  }

  /** Rates that differ by more than this are not alike; an assumption. */
  public static final double MOST_TOLERANCE = 0.05;

  /** When a transfer is done. */
  public enum Completion {
    /** Its last byte has arrived. */
    RECEIVED,
    /** The sender knows that. */
    ACKNOWLEDGED
  }

  /** Checks the values. */
  public PacketOptions {
    if (queuePairs < 1 || queuePairs > 1024) {
      throw new IllegalArgumentException(queuePairs + " queue pairs, 1 … 1,024 are possible");
    }
    if (messageOverheadPs < 0) {
      throw new IllegalArgumentException("a message overhead of " + messageOverheadPs + " ps");
    }
    if (!(steadyTolerance >= 0 && steadyTolerance <= MOST_TOLERANCE)) {
      throw new IllegalArgumentException(
          "a steady rate that changes by %s of itself, 0 … %s are possible"
              .formatted(steadyTolerance, MOST_TOLERANCE));
    }
  }
}
