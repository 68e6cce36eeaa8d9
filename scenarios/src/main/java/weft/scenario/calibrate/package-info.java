/** Fits the constants of a collective library to measured tables. */
@NullMarked
package weft.scenario.calibrate;

import org.jspecify.annotations.NullMarked;
