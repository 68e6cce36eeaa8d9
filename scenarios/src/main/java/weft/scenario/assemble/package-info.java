/** From a scenario to what can be run: topology, program, simulation. */
@NullMarked
package weft.scenario.assemble;

import org.jspecify.annotations.NullMarked;
