/** Max-min fair rates of flows over shared links: a pure function on arrays. */
@NullMarked
package weft.sim.flow.maxmin;

import org.jspecify.annotations.NullMarked;
