/** Settings of the packet model: what follows from the fabric where a scenario does not say. */
@NullMarked
package weft.scenario.packet;

import org.jspecify.annotations.NullMarked;
