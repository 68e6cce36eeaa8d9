/** The algorithms: schedules by formula, and which of them are possible for what. */
@NullMarked
package weft.sim.collective.algorithm;

import org.jspecify.annotations.NullMarked;
