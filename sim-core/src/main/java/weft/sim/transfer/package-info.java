/** The seam between what is sent and how it travels: "move n bytes from a to b, then tell me". */
@NullMarked
package weft.sim.transfer;

import org.jspecify.annotations.NullMarked;
