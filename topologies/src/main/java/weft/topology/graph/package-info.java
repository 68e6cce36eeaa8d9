/** The rich picture of a network, as a graph of devices and cables. */
@NullMarked
package weft.topology.graph;

import org.jspecify.annotations.NullMarked;
