/** The contention-free network model: latency plus bytes over the narrowest link. */
@NullMarked
package weft.sim.analytic;

import org.jspecify.annotations.NullMarked;
