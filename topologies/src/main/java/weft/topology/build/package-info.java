/** Builders of topologies, one for each family. */
@NullMarked
package weft.topology.build;

import org.jspecify.annotations.NullMarked;
