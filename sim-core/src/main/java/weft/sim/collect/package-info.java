/** Algorithms on primitive arrays that know nothing of networks. */
@NullMarked
package weft.sim.collect;

import org.jspecify.annotations.NullMarked;
