package weft.sim.workload;

/**
 * When ranks came to a mark of their program, or how long a message would have taken them alone.
 *
 * @param name of the mark
 * @param count how often one did
 * @param meanPs the mean of these moments or times, picoseconds; 0 if there were none
 * @param latestPs the last of them, picoseconds
 */
public record MarkTimes(String name, long count, double meanPs, long latestPs) {}
