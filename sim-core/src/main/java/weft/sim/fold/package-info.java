/**
 * Simulates ranks of a program, their groups, transfers and links that are interchangeable once:
 * found before a run and certified for all of it. What is alike only for a while, among the flows
 * of an instant, is folded in {@code weft.sim.flow}.
 */
@NullMarked
package weft.sim.fold;

import org.jspecify.annotations.NullMarked;
