/** The flow-level network model: transfers as fluids that share links max-min fairly. */
@NullMarked
package weft.sim.flow;

import org.jspecify.annotations.NullMarked;
