package weft.sim.packet;

import weft.sim.packet.queue.SwitchOptions;
import weft.sim.packet.queue.Wire;
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
 */
public record PacketOptions(
    Wire wire,
    SwitchOptions switches,
    TransportKind transport,
    PathPolicy paths,
    int queuePairs,
    long messageOverheadPs,
    Completion completion) {

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
  }
}
