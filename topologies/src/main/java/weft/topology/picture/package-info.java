/** A topology as a picture: levels in rows, repeated parts folded. */
@NullMarked
package weft.topology.picture;

import org.jspecify.annotations.NullMarked;
