/** From the rich graph to the sealed fabric that the engines run on. */
@NullMarked
package weft.topology.compile;

import org.jspecify.annotations.NullMarked;
