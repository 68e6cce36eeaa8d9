/** Ports of switches: output queues over a shared buffer, marking, trimming, flow control. */
@NullMarked
package weft.sim.packet.queue;

import org.jspecify.annotations.NullMarked;
