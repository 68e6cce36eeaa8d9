/** Topologies from files of the user: GraphML, DOT or JSON, none of which is trusted. */
@NullMarked
package weft.topology.imports;

import org.jspecify.annotations.NullMarked;
