/** The packet-level network model: every packet, every queue, every acknowledgement. */
@NullMarked
package weft.sim.packet;

import org.jspecify.annotations.NullMarked;
