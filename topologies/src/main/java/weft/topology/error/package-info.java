/** What this module throws, and how it points at the name that was probably meant. */
@NullMarked
package weft.topology.error;

import org.jspecify.annotations.NullMarked;
