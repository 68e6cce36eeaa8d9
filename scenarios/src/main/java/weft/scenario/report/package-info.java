/** Results for people and programs: text, JSON, CSV. */
@NullMarked
package weft.scenario.report;

import org.jspecify.annotations.NullMarked;
