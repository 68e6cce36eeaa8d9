/** Observer interfaces with primitive arguments: how a run is watched without being changed. */
@NullMarked
package weft.sim.probe;

import org.jspecify.annotations.NullMarked;
