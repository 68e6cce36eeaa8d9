/** The command line: the only main class. */
@NullMarked
package weft.scenario.cli;

import org.jspecify.annotations.NullMarked;
