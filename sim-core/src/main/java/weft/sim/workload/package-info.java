/** Programs: what every rank computes and communicates, in which order, and their execution. */
@NullMarked
package weft.sim.workload;

import org.jspecify.annotations.NullMarked;
