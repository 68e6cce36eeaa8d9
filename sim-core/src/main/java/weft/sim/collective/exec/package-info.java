/** Runs collective schedules over a network model. */
@NullMarked
package weft.sim.collective.exec;

import org.jspecify.annotations.NullMarked;
