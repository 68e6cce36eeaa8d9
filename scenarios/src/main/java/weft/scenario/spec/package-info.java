/** Immutable records that mirror the scenario file, with every default in one place. */
@NullMarked
package weft.scenario.spec;

import org.jspecify.annotations.NullMarked;
