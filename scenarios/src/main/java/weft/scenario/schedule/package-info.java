/** Reads collective schedules from files: MSCCL's XML, plans of MSCCL++, and JSON of our own. */
@NullMarked
package weft.scenario.schedule;

import org.jspecify.annotations.NullMarked;
