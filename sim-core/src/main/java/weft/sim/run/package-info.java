/** The public facade, and the only place where the parts of a simulation are wired together. */
@NullMarked
package weft.sim.run;

import org.jspecify.annotations.NullMarked;
