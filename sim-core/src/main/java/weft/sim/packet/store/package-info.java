/** Where live packets, their events and their paths lie: primitive arrays and dense ids. */
@NullMarked
package weft.sim.packet.store;

import org.jspecify.annotations.NullMarked;
