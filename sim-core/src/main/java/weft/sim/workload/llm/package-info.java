/** Training steps of transformers: cost of a layer, parallelism, pipeline schedule, program. */
@NullMarked
package weft.sim.workload.llm;

import org.jspecify.annotations.NullMarked;
