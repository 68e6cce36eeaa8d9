package weft.topology.graph;

import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;
import weft.topology.hardware.LinkType;
import weft.topology.hardware.Transceiver;

/**
 * What cables of one sort have in common, all but their ends.
 *
 * @param tier under which reports count them
 * @param link rate, efficiency and latency, the same in both directions
 * @param lowerTransceiver the optical module at the lower end; null for copper and for built-in
 *     links
 * @param upperTransceiver the optical module at the upper end; null as above
 */
public record CableClass(
    CableTier tier,
    LinkType link,
    @Nullable Transceiver lowerTransceiver,
    @Nullable Transceiver upperTransceiver) {

  /**
   * Checks the modules.
   *
   * @throws TopologyException if one is too slow for the link
   */
  public CableClass {
    requireFast(lowerTransceiver, link);
    requireFast(upperTransceiver, link);
  }

  /** Cables without optical modules, or links that are built into a node. */
  public CableClass(CableTier tier, LinkType link) {
    this(tier, link, null, null);
  }

  private static void requireFast(@Nullable Transceiver transceiver, LinkType link) {
    if (transceiver != null) {
      transceiver.cablesAt(link.rateBps());
    }
  }
}
