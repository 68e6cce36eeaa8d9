/** What a communication library costs beside the wire, and which algorithm it therefore chooses. */
@NullMarked
package weft.sim.collective.cost;

import org.jspecify.annotations.NullMarked;
