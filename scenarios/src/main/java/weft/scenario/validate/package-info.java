/** What a scenario says against what the hardware and the model allow: all problems at once. */
@NullMarked
package weft.scenario.validate;

import org.jspecify.annotations.NullMarked;
