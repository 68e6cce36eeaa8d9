package weft.topology.graph;

import weft.topology.hardware.LinkType;

/**
 * An edge of the topology: a full-duplex cable, or a link that is built into a node.
 *
 * @param id its index in {@link Topology#cables()}; tells parallel cables apart
 * @param tier which class of cables it belongs to
 * @param link rate, efficiency and latency, the same in both directions
 * @param lower the end on the lower level
 * @param upper the end on the higher level
 */
public record Cable(int id, CableTier tier, LinkType link, CableEnd lower, CableEnd upper) {}
