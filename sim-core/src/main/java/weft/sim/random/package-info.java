/** Randomness that follows from a seed and a stable key, never from the order of calls. */
@NullMarked
package weft.sim.random;

import org.jspecify.annotations.NullMarked;
