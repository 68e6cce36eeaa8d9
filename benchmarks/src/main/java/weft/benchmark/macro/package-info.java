/** Whole pieces of work, as a user waits for them. */
@NullMarked
package weft.benchmark.macro;

import org.jspecify.annotations.NullMarked;
