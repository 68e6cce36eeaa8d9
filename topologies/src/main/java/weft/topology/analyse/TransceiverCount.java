package weft.topology.analyse;

import weft.topology.graph.CableTier;
import weft.topology.graph.DeviceKind;
import weft.topology.hardware.Transceiver;

/**
 * The optical modules at one end of one tier.
 *
 * @param tier the tier
 * @param end which devices hold them
 * @param transceiver what they are
 * @param count how many
 */
public record TransceiverCount(CableTier tier, DeviceKind end, Transceiver transceiver, int count) {

  /** Both, of one tier, end and type. */
  TransceiverCount plus(TransceiverCount more) {
    return new TransceiverCount(tier, end, transceiver, count + more.count);
  }
}
