/** The event loop: clock, queue, the order of simultaneous events, cancellation. */
@NullMarked
package weft.sim.event;

import org.jspecify.annotations.NullMarked;
