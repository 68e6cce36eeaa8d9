/** Simulates ranks, groups, transfers and links that are interchangeable once. */
@NullMarked
package weft.sim.fold;

import org.jspecify.annotations.NullMarked;
