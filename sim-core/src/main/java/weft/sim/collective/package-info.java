/** Collective algorithms as pure schedules: who sends what to whom, and when it may. */
@NullMarked
package weft.sim.collective;

import org.jspecify.annotations.NullMarked;
