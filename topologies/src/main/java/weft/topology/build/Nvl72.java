package weft.topology.build;

import weft.topology.error.TopologyException;
import weft.topology.hardware.NodeType;

/**
 * Racks of 72 GPUs in one NVLink domain, GB200 or GB300, on a rail-optimized network: 18 trays of
 * four GPUs with a NIC each, and NIC <i>r</i> of every tray on rail <i>r</i> (GB200 SuperPOD
 * reference architecture, docs.nvidia.com). A rack has the part of a node. The reference's counts
 * of switches are not known; {@link ClosSizing} chooses them.
 */
public final class Nvl72 {

  private static final int GPUS = 72;
  private static final int MOST_RACKS = 1024;

  private Nvl72() {}

  /**
   * The network of a number of racks.
   *
   * @throws TopologyException if the node is no such rack
   */
  public static ClosSizing of(NodeType rack, int racks) {
    if (rack.gpus() != GPUS) {
      throw new TopologyException(
          "a rack of nvl72 has 72 GPUs, but %s has %d. Maybe rail-optimized."
              .formatted(rack.name(), rack.gpus()));
    }
    return new ClosSizing(rack, Require.between("racks", racks, 1, MOST_RACKS))
        .nodesAre("racks")
        .name("%s, racks: %d".formatted(rack.label(), racks));
  }
}
