/** The rich picture of a network: devices, ports, cables, tiers, rails, planes and racks. */
@NullMarked
package weft.topology.graph;

import org.jspecify.annotations.NullMarked;
