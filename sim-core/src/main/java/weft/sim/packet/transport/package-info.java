/** Transports: who may send when, and what is sent again. A page of docs/transports.md each. */
@NullMarked
package weft.sim.packet.transport;

import org.jspecify.annotations.NullMarked;
