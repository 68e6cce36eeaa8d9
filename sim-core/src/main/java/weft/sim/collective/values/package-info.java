/** Executes schedules on numbers, and says what came out wrong. */
@NullMarked
package weft.sim.collective.values;

import org.jspecify.annotations.NullMarked;
