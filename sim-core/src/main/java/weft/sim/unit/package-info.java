/** Picoseconds, bits per second and bytes as {@code long}: conversion, rounding, overflow. */
@NullMarked
package weft.sim.unit;

import org.jspecify.annotations.NullMarked;
