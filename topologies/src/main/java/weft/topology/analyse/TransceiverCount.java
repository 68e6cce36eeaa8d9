package weft.topology.analyse;

import weft.topology.graph.CableTier;
import weft.topology.graph.DeviceKind;
import weft.topology.hardware.Sourced;
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

  /** What they draw together, watts; those of which nobody knows it do not count. */
  public double powerWatts() {
    Sourced power = transceiver.power();
    return power == null ? 0 : count * power.value();
  }

  /** Both, of one tier, end and type. */
  TransceiverCount plus(TransceiverCount more) {
    return new TransceiverCount(tier, end, transceiver, count + more.count);
  }
}
