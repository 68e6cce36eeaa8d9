/** The sealed network that every engine runs on: dense ids, primitive arrays, immutable. */
@NullMarked
package weft.sim.fabric;

import org.jspecify.annotations.NullMarked;
