/** Network models: packet-hops and flows a second, bytes an event. */
@NullMarked
package weft.benchmark.model;

import org.jspecify.annotations.NullMarked;
