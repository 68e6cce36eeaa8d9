package weft.topology.build;

import org.jspecify.annotations.Nullable;
import weft.topology.graph.CableClass;
import weft.topology.graph.CableTier;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/**
 * How the cables of one tier end; null where there is no optical module, as with copper.
 *
 * @param lower at the end towards the GPUs
 * @param upper at the other end
 */
public record TierOptics(@Nullable Transceiver lower, @Nullable Transceiver upper) {

  /**
   * The cables that it makes.
   *
   * @throws weft.topology.error.TopologyException if a module is too slow for the link
   */
  CableClass cables(CableTier tier, LinkType link) {
    return new CableClass(tier, link, lower, upper);
  }
}
