/**
 * The flow-level network model: transfers as fluids that share links max-min fairly. Transfers of
 * one instant that are interchangeable are folded here into a class that is solved once; ranks of a
 * program that are, before a run, in {@code weft.sim.fold}.
 */
@NullMarked
package weft.sim.flow;

import org.jspecify.annotations.NullMarked;
