/** What a run measured: probe implementations and result records. */
@NullMarked
package weft.sim.metrics;

import org.jspecify.annotations.NullMarked;
