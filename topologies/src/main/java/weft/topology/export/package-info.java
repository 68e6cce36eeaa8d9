/** A topology as GraphML, DOT or JSON, with all that it takes to rebuild it. */
@NullMarked
package weft.topology.export;

import org.jspecify.annotations.NullMarked;
