package weft.scenario.spec;

import weft.sim.collective.ListedSchedule;

/**
 * A collective algorithm as it stands in a file.
 *
 * @param source the file as the user named it
 * @param schedule right, for it has been executed on numbers
 * @param isInPlace whether input and output are one buffer
 */
public record AlgorithmFile(String source, ListedSchedule schedule, boolean isInPlace) {}
