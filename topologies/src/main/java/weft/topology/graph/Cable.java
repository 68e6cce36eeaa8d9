package weft.topology.graph;

import org.jspecify.annotations.Nullable;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/**
 * An edge of the topology: a full-duplex cable, or a link that is built into a node.
 *
 * @param id its index in {@link Topology#cables()}; tells parallel cables apart
 * @param type what it shares with others of its sort
 * @param lower the device on the lower level, or of two on one level the one named first
 * @param upper the device at the other end
 * @param circuitSwitch the optical circuit switch that it passes through; null if it passes none
 */
public record Cable(
    int id, CableClass type, Device lower, Device upper, @Nullable CircuitSwitch circuitSwitch) {

  /** Fits {@code equals}, and takes no time. */
  @Override
  public int hashCode() {
    return id;
  }

  /** Under which reports count it. */
  public CableTier tier() {
    return type.tier();
  }

  /** Rate, efficiency and latency of its ends, the same in both directions. */
  public LinkType link() {
    return type.link();
  }

  /** {@link CableClass#latencyPs}. */
  public long latencyPs() {
    return type.latencyPs();
  }

  /** Whether it joins two devices of one level, so that neither is above the other. */
  public boolean isLateral() {
    return lower.kind().level() == upper.kind().level();
  }

  /** The optical module between the cable and one of its devices; null if there is none. */
  public @Nullable Transceiver transceiver(Device end) {
    return end.id() == lower.id() ? type.lowerTransceiver() : type.upperTransceiver();
  }
}
