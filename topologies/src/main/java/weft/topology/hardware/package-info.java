/**
 * The hardware catalogue: data files in which every figure has its source, and typed views of them.
 */
@NullMarked
package weft.topology.hardware;

import org.jspecify.annotations.NullMarked;
