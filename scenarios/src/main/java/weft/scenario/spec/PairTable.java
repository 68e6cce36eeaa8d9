package weft.scenario.spec;

import weft.sim.collective.PairSizes;

/**
 * What each rank of an all-to-all has for each other, as it stands in a file.
 *
 * @param source the file as the user named it
 * @param sizes by source and destination
 */
public record PairTable(String source, PairSizes sizes) {}
