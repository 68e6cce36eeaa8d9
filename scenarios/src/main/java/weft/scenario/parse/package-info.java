/**
 * Scenario text to records: a tree that knows line and column, and a binder that finds every
 * problem at once.
 */
@NullMarked
package weft.scenario.parse;

import org.jspecify.annotations.NullMarked;
