/** Which links a transfer crosses: path sets and the choice among them. */
@NullMarked
package weft.sim.route;

import org.jspecify.annotations.NullMarked;
