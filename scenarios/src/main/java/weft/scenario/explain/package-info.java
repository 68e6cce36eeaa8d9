/** Why a run takes as long as it does: what it would take if something were better. */
@NullMarked
package weft.scenario.explain;

import org.jspecify.annotations.NullMarked;
