/** Training steps and inference of transformers: costs, parallelism, memory, programs. */
@NullMarked
package weft.sim.workload.llm;

import org.jspecify.annotations.NullMarked;
