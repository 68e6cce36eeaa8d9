/** Invariants of a run: bytes conserved, capacity kept, nothing leaked. */
@NullMarked
package weft.sim.check;

import org.jspecify.annotations.NullMarked;
